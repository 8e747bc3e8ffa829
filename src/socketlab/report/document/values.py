"""What was expected and seen, in short, in the reader's language."""

import re

from socketlab.report.wording import Translate, name_value


def tell_value(value: str, _: Translate) -> str:
    """Say a value that the laboratory made: `queue 2`, `not accepted`.

    What a subject wrote or a call returned is shown as it is.
    """
    count = r"(?P<count>(?:>= )?\d+)"
    forms = {
        rf"queue {count}": _("queue {count}"),
        rf"{count} bytes": _("{count} bytes"),
        rf"{count} sockets": _("{count} sockets"),
        rf"{count} children, (?P<zombies>\d+) zombies": _(
            "{count} children, {zombies} zombies"
        ),
        r"(?P<what>\w+) (?P<count>\d+(?:-\d+)?) bytes": _("{what} {count} bytes"),
        r"no (?P<what>[A-Z ]+)": _("no {what}"),
        r"(?P<what>\w+) success": _("{what} succeeds"),
        "accepted": _("accepted"),
        "not accepted": _("not accepted"),
        "no socket": _("no socket"),
        "nothing": _("nothing"),
        "none": _("none"),
    }
    for pattern, template in forms.items():
        if found := re.fullmatch(pattern, value):
            return template.format(**found.groupdict())
    return name_value(value)
