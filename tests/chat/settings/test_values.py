"""The defaults are safe, and the page of the reference says what they are."""

from dataclasses import MISSING, fields
from ipaddress import ip_address
from pathlib import Path

import settings_page
from socketlab.chat.settings import Settings, values

CHECKOUT = Path(__file__).parents[3]


def test_nothing_is_open_beyond_this_host_by_default() -> None:
    """Both transports are on loopback, nobody is trusted, limits are on."""
    settings = Settings()

    assert settings.udp
    assert settings.irc
    assert ip_address(settings.udp[0]).is_loopback
    assert ip_address(settings.irc[0]).is_loopback
    assert () == settings.trust
    assert settings.limits.per_address > 0
    assert settings.limits.rate > 0


def test_the_reference_says_what_is_so() -> None:
    """`python tools/settings_page.py` writes it."""
    written = (CHECKOUT / settings_page.PAGE).read_text()

    assert settings_page.refreshed(written) == written


def test_every_setting_has_its_reason() -> None:
    """No key is missing from the page."""
    page = (CHECKOUT / settings_page.PAGE).read_text()

    for name in settings_page.TABLES:
        known = fields(getattr(values, name))
        plain = [each.name for each in known if each.default_factory is MISSING]
        assert [] == [key for key in plain if f"\n| `{key}` |" not in page]
