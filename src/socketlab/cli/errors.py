"""What went wrong, in one sentence that says what to do.

A command raises `Failure` with that sentence. The functions below write the
sentence for a failed socket call: the call is known from where it was made,
the cause from its errno (errno(3)).
"""

import errno
import sys
from gettext import gettext as _
from typing import IO, Any

import click


class Failure(click.ClickException):
    """A failure the user can do something about; exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write `socketlab: SENTENCE` to standard error."""
        click.echo(f"socketlab: {self.format_message()}", file=file or sys.stderr)


class Misuse(Failure):
    """Nothing ran, because what was asked for is wrong; exit status 2."""

    exit_code = 2


def place(address: str, port: int) -> str:
    """Spell an endpoint: `192.0.2.1:7`, or `[2001:db8::1]:7` for IPv6."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def cannot_resolve(address: str, error: OSError | UnicodeError) -> Failure:
    """Say why getaddrinfo(3) found no address for a name.

    UnicodeError: a name no host can have (RFC 3490), which Python refuses itself.
    """
    reason = _("no host name") if isinstance(error, UnicodeError) else error.strerror
    return Failure(
        _(
            "{address} does not resolve to an address ({reason}): "
            "check the spelling, or give the address in numbers."
        ).format(address=address or '""', reason=reason)
    )


def cannot_listen(address: str, port: int, error: OSError) -> Failure:
    """Say why socket(2), bind(2) or listen(2) failed."""
    match error.errno:
        case errno.EADDRINUSE:
            sentence = _(
                "Port {port} on {address} is in use: end the program that listens "
                "there, perhaps an earlier server, or choose another port."
            )
        case errno.EACCES:
            sentence = _(
                "Port {port} needs privilege: choose a port from 1024 to 65535."
            )
        case errno.EADDRNOTAVAIL:
            sentence = _(
                "{address} is not an address of this host: "
                "choose one of its own, such as 127.0.0.1."
            )
        case errno.EAFNOSUPPORT:
            sentence = _(
                "This host does not speak the protocol of {address}: "
                "choose an address of the other IP version."
            )
        case errno.ENODEV | errno.EINVAL:
            sentence = _(
                "{address} names no interface of this host: "
                "a link-local address needs one, such as fe80::1%eth0."
            )
        case _:
            return out_of_descriptors(error) or Failure(
                _("Cannot listen on {place}: {reason}.").format(
                    place=place(address, port), reason=error.strerror or error
                )
            )
    return Failure(sentence.format(address=address, port=port))


def cannot_connect(address: str, port: int, error: OSError) -> Failure:
    """Say why socket(2), bind(2) or connect(2) failed."""
    match error.errno:
        case errno.ECONNREFUSED:
            sentence = _(
                "Nobody listens on {place}: start the server, or check the port."
            )
        case errno.ETIMEDOUT:
            sentence = _(
                "{place} did not answer in time: check the address, "
                "and whether a firewall drops what you send."
            )
        case errno.EHOSTUNREACH:
            sentence = _(
                "The host of {place} cannot be reached: "
                "check that it is up and on this network."
            )
        case errno.ENETUNREACH:
            sentence = _(
                "No route leads to {place}: "
                "check the address and this host's network connection."
            )
        case errno.ECONNRESET:
            sentence = _(
                "{place} broke the connection off as it began: "
                "look at what the server reports."
            )
        case errno.EACCES | errno.EPERM:
            sentence = _(
                "This host forbids connecting to {place}: "
                "choose another address, or ask who runs the firewall."
            )
        case errno.EINVAL | errno.ENODEV:
            sentence = _(
                "{place} cannot be connected to as it stands: "
                "a link-local address needs its interface, such as fe80::1%eth0."
            )
        case errno.EADDRNOTAVAIL:
            sentence = _(
                "No local port is free for {place}: wait until earlier "
                "connections have left TIME-WAIT, or choose another local port."
            )
        case _:
            return out_of_descriptors(error) or Failure(
                _("Cannot connect to {place}: {reason}.").format(
                    place=place(address, port), reason=error.strerror or error
                )
            )
    return Failure(sentence.format(place=place(address, port)))


def cannot_bind(port: int, error: OSError) -> Failure:
    """Say why a client's local port could not be taken by bind(2)."""
    match error.errno:
        case errno.EADDRINUSE:
            sentence = _(
                "Local port {port} is in use: choose another one, "
                "or leave --bind out and let the kernel choose."
            )
        case errno.EACCES:
            sentence = _(
                "Local port {port} needs privilege: "
                "choose one from 1024 to 65535, or leave --bind out."
            )
        case _:
            return Failure(
                _("Cannot take local port {port}: {reason}.").format(
                    port=port, reason=error.strerror or error
                )
            )
    return Failure(sentence.format(port=port))


def out_of_descriptors(error: OSError) -> Failure | None:
    """Say it when no file descriptor was left; None for another error."""
    if error.errno == errno.EMFILE:
        return Failure(
            _(
                "This program has no file descriptor left: "
                "raise the limit, such as with `ulimit -n 4096`."
            )
        )
    if error.errno == errno.ENFILE:
        return Failure(
            _("The system has no file descriptor left: end some programs first.")
        )
    return None


def broken(error: OSError) -> Failure:
    """Say any other failed system call in one sentence."""
    if error.filename is not None:
        return Failure(
            _("{file}: {reason}.").format(
                file=error.filename, reason=error.strerror or error
            )
        )
    return out_of_descriptors(error) or Failure(
        _("The system refused: {reason}.").format(reason=error.strerror or error)
    )
