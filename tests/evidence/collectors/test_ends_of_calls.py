"""Of each call it is known whose end of a connection it works on."""

from socketlab.tcp.endpoint import End, Endpoint
from tests.evidence.collectors.programs import (
    python,
    read_line,
    trace,
    write,
)

CLIENT = """
import errno, socket, sys

listener = socket.create_server(("127.0.0.1", 0))
client = socket.socket()
client.setblocking(False)
assert client.connect_ex(listener.getsockname()) == errno.EINPROGRESS
connection, _ = listener.accept()
client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
again = client.dup()
again.sendmsg([b"one", b"two"])
connection.recvmsg(100)
again.shutdown(socket.SHUT_WR)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.sendto(b"x" * 40, ("127.0.0.1", 9))
try:
    socket.create_connection(("127.0.0.1", 1))
except ConnectionRefusedError:
    pass
near, far = socket.socketpair()
near.send(b"unseen")
far.recv(10)
print(*client.getsockname(), *listener.getsockname(), *udp.getsockname())
"""


def test_a_client_is_recorded_with_its_ends() -> None:
    """Both ends are known where the kernel knew them; unix sockets are left out."""
    with trace(python(CLIENT)) as tracer:
        fields = read_line(tracer).split()
        tracer.wait()
        calls = [call for call in tracer.calls() if call.name != "close"]
    client, server, udp = (
        Endpoint(fields[at], int(fields[at + 1])) for at in (0, 2, 4)
    )
    near, far = End(client, server), End(server, client)

    assert (
        [
            (f"connect(4, {server}) = -1 EINPROGRESS", near),
            (f"accept4(3, {client}, SOCK_CLOEXEC) = 5", far),
            ("getsockopt(4, SOL_SOCKET, SO_ERROR=0) = 0", near),
            ('sendmsg(6, NULL, ["one", "two"], 0) = 6', near),
            ('recvmsg(5, NULL, ["onetwo"], 0) = 6', far),
            ("shutdown(6, SHUT_WR) = 0", near),
            ("socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0) = 7", None),
            (
                f'sendto(7, "{"x" * 32}"..., 40, 0, 127.0.0.1:9) = 40',
                End(Endpoint("0.0.0.0", udp.port)),  # noqa: S104 not bound to one
            ),
            ("socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 8", None),
            ("connect(8, 127.0.0.1:1) = -1 ECONNREFUSED", None),
        ]
        == [(text, call.end) for text, call in zip(write(calls), calls, strict=True)][
            5:-1
        ]
    )


POLLING = """
import select, socket, sys

listener = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listener.getsockname())
connection, _ = listener.accept()
client.send(b"x")
poller = select.poll()
poller.register(connection, select.POLLIN)
poller.poll(5000)
select.select([listener, connection], [], [], 5)
poller.register(listener, select.POLLIN)
poller.poll(5000)
epoll = select.epoll()
epoll.poll(0)
epoll.register(connection, select.EPOLLIN | select.EPOLLET)
epoll.poll(5)
"""


def test_waiting_for_several_sockets_is_recorded() -> None:
    """poll, select and epoll say what they wait for; one alone is an end."""
    with trace(python(POLLING)) as tracer:
        tracer.wait()
        calls = [
            call
            for call in tracer.calls()
            if "poll" in call.name or "select" in call.name
        ]
    accepted = next(call.end for call in tracer.calls() if call.name == "accept4")

    assert [
        ("poll([5 POLLIN], 5000) = 1", accepted),
        ("select(6, [3, 5], NULL, NULL, 5 s) = 1", None),
        ("poll([5 POLLIN, 3 POLLIN], 5000) = 1", None),
        ("epoll_ctl(6, EPOLL_CTL_ADD, 5, EPOLLIN|EPOLLET) = 0", accepted),
        ("epoll_wait(6, ..., 1023, 5000) = 1", None),
    ] == [(text, call.end) for text, call in zip(write(calls), calls, strict=True)]
