"""Whatever a program does, tracing it neither fails nor hangs."""

import signal
from functools import partial
from pathlib import Path

from socketlab.evidence.collectors.ptrace import Tracer
from tests.evidence.collectors.programs import (
    compile_c,
    ended,
    python,
    read_line,
    run,
    trace,
    tracers,
    wait_until,
    write,
)

# Every recorded call that takes a pointer or a length, with bad ones.
LIES = r"""
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static void wake(int number) {}

int main(void)
{
    long bad[] = {0, 1, -1, 0x7fffffff, INT64_MAX, INT64_MIN, 0, 0};
    int numbers[] = {
        SYS_accept, SYS_accept4, SYS_bind, SYS_connect, SYS_dup, SYS_dup3,
        SYS_epoll_ctl, SYS_epoll_pwait, SYS_getsockopt, SYS_listen, SYS_ppoll,
        SYS_pselect6, SYS_read, SYS_readv, SYS_recvfrom, SYS_recvmmsg, SYS_recvmsg,
        SYS_sendfile, SYS_sendmmsg, SYS_sendmsg, SYS_sendto, SYS_setsockopt,
        SYS_shutdown, SYS_socket, SYS_wait4, SYS_write, SYS_writev,
    };
    struct sigaction waking = {.sa_handler = wake};
    struct itimerval often = {{0, 2000}, {0, 2000}};
    char *page = mmap(NULL, 8192, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(page + 4096, 4096);
    bad[6] = (long)(page + 4090);
    bad[7] = (long)page;
    sigaction(SIGALRM, &waking, NULL);
    sigaction(SIGPIPE, &waking, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    for (int at = 0; at < sizeof numbers / sizeof *numbers; at++)
        for (int one = 0; one < 8; one++)
            for (int two = 0; two < 8; two++) {
                int number = numbers[at];
                long first = number == SYS_socket ? AF_INET : fd;
                if (number == SYS_ppoll || number == SYS_pselect6)
                    first = number == SYS_ppoll ? bad[one] : bad[two];
                for (int i = 0; i < 4096; i += 8)
                    *(long *)(page + i) = bad[(i / 8 + one) % 6];
                syscall(number, first, bad[one], bad[two], bad[one], bad[two], 0);
            }
    return 0;
}
"""


def test_bad_pointers_and_lengths_are_survived(tmp_path: Path) -> None:
    """Nothing is read beyond what is there, and every text stays short."""
    tracer = run([compile_c(LIES, tmp_path)])
    calls = tracer.calls()

    assert 0 == tracer.returncode
    assert len(calls) > 1000
    assert all(len(text) < 700 and text.isprintable() for text in write(calls))


BUSY = """
import os, socket, sys, threading
print("ready", flush=True)
def work():
    while True:
        listener = socket.create_server(("127.0.0.1", 0))
        client = socket.create_connection(listener.getsockname())
        connection, _ = listener.accept()
        client.send(b"x")
        connection.recv(1)
        for one in (client, connection, listener):
            one.close()
def fork():
    while True:
        if os.fork() == 0:
            os._exit(0)
        os.wait()
for target in (work, work, work, fork):
    threading.Thread(target=target).start()
"""


def has_made(tracer: Tracer, calls: int) -> bool:
    """Tell whether at least so many calls were made."""
    return len(tracer.calls()) >= calls


def test_a_program_may_vanish_at_any_moment() -> None:
    """Killed while its threads and children make calls, it leaves nothing."""
    for moment in range(11):
        with trace(python(BUSY)) as tracer:
            read_line(tracer)
            wait_until(partial(has_made, tracer, 7 * moment))
            if moment % 2:
                tracer.send_signal(signal.SIGKILL)

        assert -signal.SIGKILL == tracer.returncode
        assert [] == tracers()
        assert all(ended(call.pid) for call in tracer.calls())
