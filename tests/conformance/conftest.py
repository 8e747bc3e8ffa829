"""Servers for the conformance suites; each is ended, and nothing of it is left."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from socketlab.echo.tcp_servers.models import MODELS
from tests.conformance.echo_programs import PATIENCE, Server


@pytest.fixture(params=list(MODELS))
def model(request: pytest.FixtureRequest) -> str:
    """Every concurrency model in turn."""
    return str(request.param)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers with options; all are ended behind the test."""
    numbers = count()
    with ExitStack() as behind:

        def start(*options: str, **settings: Any) -> Server:  # noqa: ANN401 Server's own
            log = tmp_path / f"server{next(numbers)}.err"
            server = Server(log, *options, **settings)
            behind.callback(server.end)
            return server

        yield start


@pytest.fixture
def server(model: str, start: Callable[..., Server]) -> Server:
    """One server of the model, as it runs by default."""
    return start("--model", model)


@pytest.fixture(scope="module", params=list(MODELS))
def pieces_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server of the model for many examples."""
    log = tmp_path_factory.mktemp("pieces") / "server.err"
    server = Server(log, "--model", str(request.param))
    yield server
    server.end()


@pytest.fixture(scope="module")
def right_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One right server for many clients."""
    server = Server(tmp_path_factory.mktemp("server") / "server.err")
    yield server
    server.end()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A listener by which the test itself plays the server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(PATIENCE)
        yield listener
