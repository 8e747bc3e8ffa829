"""The languages of the laboratory: English in the source, Simplified Chinese.

Standard gettext: message catalogues under `locale/`, domain `socketlab`.
"""

import gettext
import os
from collections.abc import Callable
from pathlib import Path

DOMAIN = "socketlab"
LANGUAGES = ("en", "zh")
FOLDER = Path(__file__).parent / "locale"

Translate = Callable[[str], str]


def environment_language() -> str:
    """The language of the environment (locale(7)): the first of
    LANGUAGE, LC_ALL, LC_MESSAGES and LANG that is set; English otherwise.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def translator(language: str | None = None) -> Translate:
    """Give the function that translates a message into a language.

    Args:
        language: one of `LANGUAGES`; None for that of the environment.

    """
    language = language or environment_language()
    if language == "en":
        return gettext.NullTranslations().gettext
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True).gettext


def use(language: str | None = None) -> str:
    """Make `gettext.gettext` speak a language for this process; return it.

    click translates its own sentences through the same domain.
    """
    language = language or environment_language()
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    return language
