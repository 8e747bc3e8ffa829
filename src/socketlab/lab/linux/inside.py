"""The process that a page runs in: `python -m socketlab.lab.linux.inside FD PID`.

Reads an order on standard input, enters private namespaces, starts every
collector, runs the page, and writes messages to descriptor FD.
"""

import importlib
import importlib.util
import os
import sys
import traceback
from gettext import gettext as _
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

import msgspec

from socketlab import i18n
from socketlab.lab.account import Account, Message, Order, Progress, Refused
from socketlab.lab.linux import link, namespace
from socketlab.lab.linux.laboratory import LinuxLab
from socketlab.lab.linux.observe.awaiting import NotListeningError
from socketlab.lab.linux.runner import LENGTH
from socketlab.lab.linux.surroundings import apply_defaults, look_around
from socketlab.lab.linux.watch import Watch
from socketlab.lab.record import Host


def main() -> None:
    """Run one page and tell what was seen."""
    fd, starter = int(sys.argv[1]), int(sys.argv[2])
    # Threads that trace programs must not wait behind the page's for 5 ms each.
    sys.setswitchinterval(0.0005)
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    os.set_inheritable(fd, False)  # noqa: FBT003 os's signature
    i18n.use(order.language)
    with os.fdopen(fd, "wb") as out:
        try:
            namespace.enter(starter)
        except namespace.NoNamespaceError as error:
            write(out, Refused(str(error)))
            return
        write(out, run(order, out))


def run(order: Order, out: BinaryIO) -> Account | Refused:
    """Run the page inside the namespaces."""
    link.bring_up_loopback()
    apply_defaults()
    watch = Watch(order.without, traced=order.traced)
    lab = LinuxLab(
        order.network,
        watch,
        lambda sentence: write(out, Progress(sentence)),
        slow=order.slow,
        server=order.server,
    )
    try:
        module = load(order.place)
        watch.start()
        module.run(lab, **order.parameters)
        lab.settle()
        watch.stop()
    except NotListeningError as error:
        return Refused(str(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001 a page may raise anything
        return broken(order.place, lab, error)
    finally:
        lab.leave()
    return Account(
        hosts=tuple(Host(host.name, host.address) for host in lab.all_hosts),
        steps=tuple(lab.steps),
        asked=tuple(lab.asked),
        observations=watch.timeline.in_order(),
        packets=tuple(watch.packets),
        sources=watch.sources,
        caveats=watch.caveats,
        environment=look_around(),
        began=watch.began,
        ended=watch.ended,
        realtime=watch.realtime,
        charts=tuple(plot.chart() for plot in lab.plots),
        settings=lab.settings,
        slow=order.slow,
    )


def load(place: str) -> ModuleType:
    """Import a page by its dotted module or by its path.

    Of a file nothing compiled is kept: it would lie in the user's folder, and pass
    for the page when that is changed within the second.
    """
    if not place.endswith(".py"):
        return importlib.import_module(place)
    specification = importlib.util.spec_from_file_location(Path(place).stem, place)
    assert specification is not None  # noqa: S101 the starter has loaded it already
    assert specification.loader is not None  # noqa: S101 likewise
    module = importlib.util.module_from_spec(specification)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        specification.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def broken(place: str, lab: LinuxLab, error: BaseException) -> Refused:
    """Say where the page broke, and what its programs complained of."""
    frames = traceback.extract_tb(error.__traceback__)
    name = place.rpartition(".")[2] if not place.endswith(".py") else place
    own = [one for one in frames if Path(one.filename).stem == Path(name).stem]
    line = own[-1].lineno if own else 0
    sentence = _("The page {name} broke at line {line}: {error}.").format(
        name=name, line=line, error=f"{type(error).__name__}: {error}"
    )
    complaints = [
        f"{program.name}: {text.strip()}"
        for program in lab.watch.programs
        if (text := program.complaint())
    ]
    return Refused("\n".join([sentence, *complaints]), traceback.format_exc())


def write(out: BinaryIO, message: Message) -> None:
    """Send one message, its length first."""
    encoded = msgspec.msgpack.encode(message)
    out.write(LENGTH.pack(len(encoded)) + encoded)
    out.flush()


if __name__ == "__main__":
    main()
