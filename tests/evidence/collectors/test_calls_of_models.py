"""The calls of our own echo servers are recorded, whatever their model."""

import signal
import sys

import pytest

from tests.evidence.collectors.programs import between, trace, visit, wait_until, write

CLIENTS = 23


@pytest.mark.parametrize(
    ("model", "closes"),
    [("iterative", 1), ("thread_per_client", 1), ("fork_per_client", 2)],
)
def test_every_connection_has_its_calls_once(model: str, closes: int) -> None:
    """Accepted, received, answered and closed: by whichever process, in order."""
    server = [sys.executable, "-m", "socketlab", "echo", "server", "0"]
    with trace([*server, "--model", model]) as tracer:
        wait_until(
            lambda: any(
                call.name == "listen" and call.returned for call in tracer.calls()
            )
        )
        listen = next(call for call in tracer.calls() if call.name == "listen")
        assert listen.end
        port = listen.end.local.port
        clients = [visit(port) for _ in range(CLIENTS)]
        tracer.send_signal(signal.SIGTERM)
        status = tracer.wait()
        calls = tracer.calls()

    assert 0 == status
    for client in clients:
        own = [call for call in calls if call.end == between(port, client)]
        told = [
            text
            for text in write(own)
            if text.startswith(("accept", "recv", "send", "close"))
            and not text.startswith('recv(4, ""')
        ]
        fd = own[0].result
        assert f"accept4(3, {client}, SOCK_CLOEXEC) = {fd}" == told[0]
        assert [
            f'recv({fd}, "hello\\n", 65536, 0) = 6',
            f'send({fd}, "olleh\\n", 6, 0) = 6',
        ] == [text for text in told if text.startswith(("recv", "send"))][:2]
        assert [f"close({fd}) = 0"] * closes == [
            text for text in told if text.startswith("close")
        ]
        assert told[-1].startswith("close")
        assert closes == len({call.pid for call in own})
