"""Every sysctl an experiment relies on."""

import re

import pytest

from socketlab.lab.defaults import SYSCTLS


@pytest.mark.parametrize("name", SYSCTLS)
def test_a_setting_has_a_name_a_value_and_a_reason(name: str) -> None:
    """Each is a setting of the network, a number or numbers, and a sentence why."""
    value, reason = SYSCTLS[name]

    assert re.fullmatch(r"net\.(core|ipv4)\.[a-z_0-9]+", name)
    assert re.fullmatch(r"\d+(\t\d+)?", value)
    assert reason[0].isupper()
    assert reason.endswith(".")


def test_what_would_limit_a_page_is_far_away() -> None:
    """Neither the backlog's ceiling nor the SYN queue is met by accident."""
    assert 1000 < int(SYSCTLS["net.core.somaxconn"][0])
    assert 100 < int(SYSCTLS["net.ipv4.tcp_max_syn_backlog"][0])


def test_fixed_ports_are_not_ephemeral() -> None:
    """No port below 32768 is handed out automatically."""
    low, high = map(int, SYSCTLS["net.ipv4.ip_local_port_range"][0].split())

    assert 32_768 <= low < high < 65_536
