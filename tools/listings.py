"""Keep the listings in the documents equal to the files that run.

python tools/listings.py     write every listing anew

A listing is a code block below the comment `<!-- listing: PATH -->`.
"""

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
LISTING = re.compile(r"(?sm)(<!-- listing: (\S+) -->\n```\w*\n)(.*?)(^```$)")


def refreshed(text: str, checkout: Path) -> str:
    """Give a document with its listings as the files are now."""
    return LISTING.sub(
        lambda found: found[1] + (checkout / found[2]).read_text() + found[4], text
    )


if __name__ == "__main__":
    for document in CHECKOUT.glob("docs/**/*.md"):
        document.write_text(refreshed(document.read_text(), CHECKOUT))
