"""Everybody's clients meet in one channel, and each sees what the others say."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic, sleep

import pytest

from tests.chat.server.running import serving
from tests.conformance.chat.real_clients import CLIENTS, SAYS, Client

pytestmark = pytest.mark.long

PATIENCE = 45.0  # seconds; weechat and irssi take a few to start
AGAIN = 3.0  # seconds until everybody says it again: who came late heard nothing


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, set[str]]]:
    """Let all clients that are installed meet; give whom each of them has heard."""
    folder = tmp_path_factory.mktemp("clients")
    with ExitStack() as stack:
        running = stack.enter_context(serving("--trust", "127.0.0.0/8"))
        clients: list[Client] = []
        for kind in CLIENTS:
            if shutil.which(kind.program):
                place = folder / kind.__name__.lower()
                clients.append(kind(place, running.udp, running.irc))
                stack.callback(clients[-1].end)
        yield meet(clients)


def meet(clients: list[Client]) -> dict[str, set[str]]:
    """Let everybody speak until all have heard all, or the time is over."""
    names = {client.name for client in clients}
    until, spoke = monotonic() + PATIENCE, 0.0
    while True:
        if monotonic() - spoke > AGAIN:
            spoke = monotonic()
            for client in clients:
                if client.is_ready():
                    client.speak()
        known = {
            client.name: {name for name in names if f"{name} {SAYS}" in client.heard()}
            for client in clients
        }
        if monotonic() > until or all(
            names - {name} <= others for name, others in known.items()
        ):
            return known
        sleep(0.2)


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_client_sees_what_everybody_says(
    kind: type[Client], heard: dict[str, set[str]]
) -> None:
    """It shows the line of each other client, Chinese characters whole."""
    name = kind.__name__.lower()
    if name not in heard:
        pytest.skip(f"{kind.program} is not installed (Debian: {kind.package})")

    assert set() == set(heard) - heard[name] - {name}
