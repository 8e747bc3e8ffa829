"""What wakes the TCP client up, besides its server and its keyboard."""

import signal
from select import select
from socket import SHUT_WR, socketpair
from threading import Thread

from socketlab.echo.clients.tcp import talk, woken_by_signals


def test_a_signal_that_came_before_the_wait_is_found_by_it() -> None:
    """However late Python heeds it: select(2) returns at once, and again as before."""
    heard: list[int] = []
    former = signal.signal(signal.SIGWINCH, lambda number, _: heard.append(number))
    try:
        with woken_by_signals() as ear:
            assert ear is not None
            signal.raise_signal(signal.SIGWINCH)
            found = select([ear], [], [], 0)[0]
            ear.recv(100)
            again = select([ear], [], [], 0)[0]
        outside = signal.set_wakeup_fd(-1)
    finally:
        signal.signal(signal.SIGWINCH, former)

    assert [signal.SIGWINCH] == heard
    assert [ear] == found
    assert ([], -1) == (again, outside)


def test_it_talks_in_any_thread() -> None:
    """Only the main thread hears of signals; the others do without."""
    near, far = socketpair()
    shown: list[bytes] = []

    with far:
        client = Thread(target=talk, args=(near, None, shown.append))
        client.start()
        far.sendall(b"hello\n")
        far.shutdown(SHUT_WR)
        client.join()

    assert [b"hello\n"] == shown
