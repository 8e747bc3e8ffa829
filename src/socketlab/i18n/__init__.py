"""The languages of the laboratory: English in the source, Simplified Chinese.

Standard gettext: message catalogues under `locale/`, domain `socketlab`.
"""

import gettext
import os
import re
from collections.abc import Callable
from pathlib import Path

DOMAIN = "socketlab"
LANGUAGES = ("en", "zh")
FOLDER = Path(__file__).parent / "locale"

Translate = Callable[[str], str]


def environment_language() -> str:
    """Give the first language of the environment that we speak; else English.

    The locale is the first of LC_ALL, LC_MESSAGES and LANG that is set (locale(7)).
    LANGUAGE, a list such as `zh_CN:en`, goes before it, but counts for nothing in
    the locales C and POSIX (gettext's manual, "The LANGUAGE variable").
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next(filter(None, map(os.environ.get, names)), "C")
    if locale in ("C", "POSIX"):
        return "en"
    for wanted in [*os.environ.get("LANGUAGE", "").split(":"), locale]:
        language = re.split("[-_.@]", wanted)[0].lower()
        if language in LANGUAGES:
            return language
    return "en"


def translator(language: str | None = None) -> Translate:
    """Give the function that translates a message into a language.

    Args:
        language: one of `LANGUAGES`; None for that of the environment.

    """
    language = language or environment_language()
    if language == "en":
        return gettext.NullTranslations().gettext
    return gettext.translation(DOMAIN, FOLDER, [language]).gettext


def use(language: str | None = None) -> str:
    """Make `gettext.gettext` speak a language for this process; return it.

    click translates its own sentences through the same domain.
    """
    language = language or environment_language()
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    return language
