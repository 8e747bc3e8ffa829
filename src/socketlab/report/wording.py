"""What a record says, in words: sentences, times, segments, calls.

Whatever comes from a subject (payload, arguments, results, names) passes through
`plain` or `quote`, so that no byte of it is obeyed by a terminal or a browser.
"""

from collections.abc import Callable

from socketlab.evidence.observation import CallMade
from socketlab.lab.record import Finding, Outcome, Passage, Record, Sentence, Step
from socketlab.tcp.segment import Datagram, Flag, Unreachable, Wire
from socketlab.tcp.states import Event, State

Translate = Callable[[str], str]

FLAG_ORDER = (
    Flag.SYN,
    Flag.FIN,
    Flag.RST,
    Flag.URG,
    Flag.PSH,
    Flag.ACK,
    Flag.ECE,
    Flag.CWR,
)
MARKS: dict[Outcome, str] = {"agrees": "✓", "disagrees": "✗", "not observed": "?"}
USED = "used"
READS = {"recv", "recvfrom", "recvmsg", "read", "readv"}
FILLED = READS | {"accept", "accept4"}
NOTHING = {"b''", '""', "0"}
ASCII = range(0x20, 0x7F)
ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def plain(text: str) -> str:
    """Show a subject's text in printable ASCII; everything else is escaped."""
    return "".join(
        character
        if ord(character) in ASCII
        else ESCAPES.get(character)
        or character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def visible(text: str) -> str:
    """Show a text in any language, with its control characters escaped."""
    return "".join(
        character if character.isprintable() else plain(character) for character in text
    )


def call_it(name: str, _: Translate) -> str:
    """Give the name of a host or a program in the reader's language."""
    return visible(_(name)) if name else ""


def quote(payload: bytes, limit: int) -> str:
    """Show the first bytes of a payload, quoted, in at most `limit` characters."""
    shown = ""
    for byte in payload:
        character = chr(byte)
        piece = ESCAPES.get(character) or (
            f"\\x{byte:02x}"
            if byte not in ASCII
            else f"\\{character}"
            if character in '"\\'
            else character
        )
        if len(shown) + len(piece) > limit - 3:
            return f'"{shown}"…'
        shown += piece
    return f'"{shown}"'


def say(sentence: Sentence, _: Translate) -> str:
    """Translate a sentence of a page, then put its values in.

    A translation, or a template, that does not fit the values must not cost the
    report: then the English sentence stands, or the template.
    """
    values = {
        name: call_it(value, _) if isinstance(value, str) else value
        for name, value in sentence.values.items()
    }
    for template in (_(sentence.template), sentence.template):
        try:
            return template.format(**values)
        except (LookupError, ValueError):
            continue
    return sentence.template


def say_step(step: Step, _: Translate) -> str:
    """Say what happens in a step, and in which variant."""
    words = say(step.sentence, _)
    return f"{say(step.variant, _)} · {words}" if step.variant else words


def duration(nanoseconds: int) -> str:
    """Write a time with three or four digits: `212 µs`, `1.004 ms`, `3.02 s`."""
    microseconds = nanoseconds / 1000
    if abs(microseconds) < 999.5:  # noqa: PLR2004 below a millisecond
        return f"{microseconds:.0f} µs"
    if abs(microseconds) < 999_950:  # noqa: PLR2004 below a second
        return f"{microseconds / 1000:.{3 if abs(microseconds) < 99_950 else 0}f} ms"  # noqa: PLR2004
    seconds = microseconds / 1e6
    return f"{seconds:.{3 if abs(seconds) < 99.95 else 1}f} s"  # noqa: PLR2004


def stamp(nanoseconds: int) -> str:
    """Write a moment since the run began, precise enough to tell neighbours apart."""
    microseconds = nanoseconds / 1000
    if microseconds < 999.5:  # noqa: PLR2004 below a millisecond
        return f"{microseconds:.0f} µs"
    if microseconds < 999_999.5:  # noqa: PLR2004 below a second
        return f"{microseconds / 1000:.3f} ms"
    return f"{microseconds / 1e6:.4f} s"


def name_flags(segment: Wire) -> str:
    """Name the control bits, `SYN ACK`; a datagram is `UDP`."""
    if isinstance(segment, Datagram):
        return "UDP"
    if isinstance(segment, Unreachable):
        return segment.label
    named = [str(flag.name) for flag in FLAG_ORDER if segment.flags & flag]
    return " ".join(named) or "-"


def name_numbers(passage: Passage) -> str:
    """Give the relative numbers that matter: `seq 1 ack 7 len 6`."""
    segment = passage.segment
    if isinstance(segment, Datagram):
        return f"len {segment.length}"
    if isinstance(segment, Unreachable):
        return ""
    counts = segment.length or segment.flags & (Flag.SYN | Flag.FIN | Flag.RST)
    parts = [f"seq {passage.sequence}"] if counts else []
    if segment.flags & Flag.ACK:
        parts.append(f"ack {passage.acknowledgment}")
    if segment.length:
        parts.append(f"len {segment.length}")
    if not segment.window and not segment.flags & Flag.RST:
        parts.append("win 0")
    return " ".join(parts)


def name_fate(passage: Passage, _: Translate, *, ignored: bool = False) -> list[str]:
    """Say what is special about a segment: sent again, lost, doubled, not heard."""
    fate = [_("sent again")] if passage.again else []
    if passage.doubled:
        fate.append(_("doubled on the way"))
    if passage.received is None:
        fate.append(_("lost"))
    elif not passage.heard:
        fate.append(_("not heard: deaf"))
    elif ignored:
        fate.append(_("no answer"))
    return fate


def name_call(call: CallMade, *, entered: bool = False) -> str:
    """Write a call as strace would: `connect(3, 10.0.0.1:7)`.

    As long as it is only `entered`, what it will put into its arguments is not
    known yet: of those calls only the descriptor is written.
    """
    arguments = plain(call.arguments)
    if entered and call.name in FILLED:
        arguments = arguments.partition(",")[0]
    return f"{plain(call.name)}({arguments})"


def name_result(call: CallMade, _: Translate, *, stream: bool = True) -> str:
    """Write what a call gave, `= 0` or `= -1 ECONNREFUSED`; empty if nothing.

    A read that gives nothing means that the other side has sent its FIN, which
    the bare `b''` of recv(2) tells only those who know it. Without a `stream` it
    was an empty datagram.
    """
    parts = [plain(part) for part in (call.result, call.errno) if part]
    if call.name in READS and not call.errno and call.result in NOTHING:
        parts.append(_("end of input") if stream else _("an empty datagram"))
    return f"= {' '.join(parts)}" if parts else ""


def name_event(event: Event, _: Translate) -> str:
    """Translate what moves an end from one state to another."""
    return {
        Event.PASSIVE_OPEN: _("passive OPEN"),
        Event.ACTIVE_OPEN: _("active OPEN"),
        Event.SEND: _("SEND"),
        Event.CLOSE: _("CLOSE"),
        Event.ABORT: _("ABORT"),
        Event.RECEIVE_SYN: _("receive SYN"),
        Event.RECEIVE_SYN_ACK: _("receive SYN, ACK"),
        Event.RECEIVE_ACK_OF_SYN: _("receive ACK of SYN"),
        Event.RECEIVE_FIN: _("receive FIN"),
        Event.RECEIVE_ACK_OF_FIN: _("receive ACK of FIN"),
        Event.RECEIVE_FIN_AND_ACK_OF_FIN: _("receive FIN, ACK of FIN"),
        Event.RECEIVE_RST: _("receive RST"),
        Event.RECEIVE_RST_AFTER_ACTIVE_OPEN: _("receive RST (active OPEN)"),
        Event.USER_TIMEOUT: _("user time-out"),
        Event.TIMEOUT_2MSL: _("2MSL time-out"),
    }[event]


def name_outcome(outcome: Outcome, _: Translate) -> str:
    """Translate an outcome of an expectation, or a verdict."""
    return {
        "agrees": _("agrees"),
        "disagrees": _("disagrees"),
        "not observed": _("not observed"),
    }[outcome]


def name_value(value: str) -> str:
    """Spell a state as RFC 9293 does; leave any other value."""
    try:
        return State(value).label
    except ValueError:
        return plain(value)


def name_source(source: str, _: Translate) -> str:
    """Say what a source is, for someone who has never heard its name."""
    words = {
        "tracepoint": _("the kernel's own trace of every change of state"),
        "packets": _("the packets on the wire"),
        "sock_diag": _("questions to the kernel's socket table"),
        "destroy": _("the kernel's notice that a socket is gone"),
        "counters": _("the kernel's network counters"),
        "proc": _("the programs' entries in /proc"),
        "calls": _("the system calls"),
        "output": _("what the programs wrote"),
        "types": _("the kernel's description of its own structures"),
    }
    return words.get(source, "")


def name_expectation(finding: Finding, _: Translate) -> str:
    """Say an expectation in a few words, and what was seen instead."""
    if finding.host and finding.expected in State.__members__:
        words = f"{call_it(finding.host, _)} {name_value(finding.expected)}"
        count = finding.sentence.values.get("count", 1)
        if count != 1:
            words = f"{count} × {words}"  # noqa: RUF001 a count
    else:
        words = say(finding.sentence, _).rstrip(".。")
    seen = finding.observed.get(finding.source, "")
    if finding.outcome == "disagrees" and seen:
        words += " · " + _("seen: {value}").format(value=name_value(seen))
    return words


def name_sources(record: Record, _: Translate) -> str:
    """Name the sources used, those not used, and the kernel, in one line."""
    used = [name for name, said in record.sources.items() if said == USED]
    unused = [name for name, said in record.sources.items() if said != USED]
    parts = [_("sources: {names}").format(names=", ".join(used) or "-")]
    if unused:
        parts.append(_("not used: {names}").format(names=", ".join(unused)))
    kernel = plain(record.environment.kernel)
    parts.append(kernel if kernel.startswith("Linux") else f"Linux {kernel}")
    return " · ".join(parts)


def name_ways(count: int, ways: int, _: Translate) -> str:
    """Say how many of the connections a ladder stands for."""
    if ways == 1 and count == 1:
        return _("One connection, from its first state to its last.")
    if count == 1:
        return _("One connection went this way.")
    return _("{count} connections went this way; one of them is drawn.").format(
        count=count
    )


def name_cut(segments: int, _: Translate) -> str:
    """Say how many segments in the middle of a long story are left out."""
    return _("{count} segments are not drawn here; the capture has them").format(
        count=segments
    )


def name_verdict(record: Record, _: Translate) -> str:
    """Say in one sentence what became of the hypothesis."""
    if record.kept and record.verdict == "disagrees":
        return _(
            "The kernel refutes this hypothesis. It is kept here on purpose, "
            "with the evidence."
        )
    if not record.findings:
        return _("This page expects nothing.")
    return {
        "agrees": _("The kernel agrees with the hypothesis."),
        "disagrees": _("The kernel disagrees with the hypothesis."),
        "not observed": _("Not every expectation could be observed."),
    }[record.verdict]
