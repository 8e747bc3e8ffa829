"""The user's own server takes the part of a page's."""

import shlex
from gettext import gettext as _
from typing import TYPE_CHECKING

from socketlab.lab.linux.observe.awaiting import (
    NotListeningError,
    await_listening,
    find_address,
)
from socketlab.lab.linux.observe.order import filled
from socketlab.lab.linux.process import LinuxProgram

if TYPE_CHECKING:
    from socketlab.lab.linux.hosts import LinuxHost


def run_server(host: "LinuxHost", name: str, port: int, command: str) -> LinuxProgram:
    """Run a command with `{port}` and `{address}`; back when it can be talked to.

    Raises:
        NotListeningError: it could not be started, ended, or listens elsewhere.

    """
    words = filled(shlex.split(command), port, host.address)
    try:
        program = host.lab.run_program(host, name, words)
    except OSError as error:
        raise NotListeningError(
            _("Cannot start {command}: {reason}.").format(
                command=words[0], reason=error.strerror
            )
        ) from error
    await_listening(program, port, called=words[0])
    if (address := find_address(port, host.address)) != host.address:
        raise NotListeningError(
            _(
                "{program} listens at {address} only, where the clients of this page "
                "do not come: let it listen at all addresses, or at the one that "
                "stands for {placeholder} in the command."
            ).format(program=words[0], address=address, placeholder="{address}")
        )
    return program
