"""Which settings of the kernel change what the backlog allows?

Hypothesis: net.core.somaxconn cuts every larger backlog down (listen(2)), and with
it both queues. tcp_syncookies decides what a full SYN queue means: with 0 nobody
gets in any more, with 1 everybody who answers does, with 2 the SYN queue is not used
at all. tcp_max_syn_backlog, which many guides tell one to raise, changes nothing as
long as cookies are on; without them the SYN queue takes three quarters of it and
one more. tcp_abort_on_overflow resets nobody whose SYN finds the accept queue full:
it is not even asked then (tcp_conn_request() in the kernel's net/ipv4/tcp_input.c).
"""

from socketlab.lab.expectation import Count, Queue, Sends
from socketlab.lab.experiment import Connection, Host, Lab
from socketlab.tcp.states import State

BACKLOG = 7
CLIENTS = 10

SOMAXCONN = "net.core.somaxconn"
COOKIES = "net.ipv4.tcp_syncookies"
SYN_BACKLOG = "net.ipv4.tcp_max_syn_backlog"
ABORT = "net.ipv4.tcp_abort_on_overflow"
USUAL = {SOMAXCONN: 4096, COOKIES: 1, SYN_BACKLOG: 128, ABORT: 0}


def run(lab: Lab) -> None:
    """Bring the same clients to the same server under other settings."""
    hosts = lab.hosts("server", "client")

    with lab.variant("usual settings"):
        fill(lab, hosts, 7001, {}, half_open=8, whole=8)
    with lab.variant("somaxconn 3"):
        fill(lab, hosts, 7002, {SOMAXCONN: 3}, half_open=4, whole=4)
    with lab.variant("syncookies 0"):
        fill(lab, hosts, 7003, {COOKIES: 0}, half_open=8, whole=0)
    with lab.variant("syncookies 2"):
        fill(lab, hosts, 7004, {COOKIES: 2}, half_open=0, whole=8)
    with lab.variant("max_syn_backlog 4"):
        fill(lab, hosts, 7005, {SYN_BACKLOG: 4}, half_open=8, whole=8)
    with lab.variant("max_syn_backlog 4, syncookies 0"):
        both = {SYN_BACKLOG: 4, COOKIES: 0}
        fill(lab, hosts, 7006, both, half_open=4, whole=0)
    with lab.variant("abort_on_overflow 1"):
        near = fill(lab, hosts, 7007, {ABORT: 1}, half_open=8, whole=8)
        lab.expect([one.far for one in near], Sends("RST", times=0))


def fill(
    lab: Lab,
    hosts: tuple[Host, ...],
    port: int,
    settings: dict[str, int],
    *,
    half_open: int,
    whole: int,
) -> list[Connection]:
    """Bring clients that never finish their handshakes, then others that do."""
    server, client = hosts
    for name, value in (USUAL | settings).items():
        lab.set(name, value)
    with lab.step("{n} clients send a SYN and answer nothing.", n=CLIENTS):
        listener = server.listen(port, BACKLOG)
        silent = [
            client.connect(listener, wait=False, deaf=True) for _ in range(CLIENTS)
        ]
    lab.expect([one.far for one in silent], Count(State.SYN_RECEIVED, half_open))

    with lab.step("{n} clients come that would answer; nobody accepts.", n=CLIENTS):
        near = [client.connect(listener, wait=False) for _ in range(CLIENTS)]
    lab.expect(near, Count(State.ESTABLISHED, whole))
    lab.expect([one.far for one in near], Count(State.ESTABLISHED, whole))
    lab.expect(listener, Queue(whole))
    lab.expect(near, Count(State.SYN_SENT, CLIENTS - whole))
    return near
