"""Which replies belong to which line: labels and the batches they need.

https://ircv3.net/specs/extensions/labeled-response
https://ircv3.net/specs/extensions/batch
"""

from socketlab.chat.irc.grammar import escape

# "The value MUST NOT exceed 64 bytes."
LABEL_BYTES = 64


def read_label(label: str, capabilities: frozenset[str]) -> str:
    """Give a line's label, escaped; "" where it has none that counts.

    Labels need both capabilities ("labeled-response", Dependencies).
    """
    if not {"labeled-response", "batch"} <= capabilities:
        return ""
    return escape(label) if len(label.encode()) <= LABEL_BYTES else ""


def add_tag(line: bytes, tag: str) -> bytes:
    """Put a tag in front of a line's other tags."""
    if line.startswith(b"@"):
        return b"@%b;%b" % (tag.encode(), line[1:])
    return b"@%b %b" % (tag.encode(), line)


def label_response(response: bytes, label: str, server: str, batch: str) -> bytes:
    """Make one labelled, logical message of everything a line was answered with.

    "Servers MUST include the tag in exactly one logical message": no line is
    answered by a labelled ACK, one line is labelled itself, more become a batch,
    unless they are one batch already.

    Args:
        response: whole lines; what the client's line caused, in order.
        label: the label, escaped.
        server: the source of ACK and BATCH.
        batch: an identifier that no open batch of this client has.

    """
    tag = f"label={label}"
    lines = response.splitlines(keepends=True)
    if not lines:
        lines = [f":{server} ACK\r\n".encode()]
    if len(lines) == 1 or _is_batch(lines):
        return b"".join([add_tag(lines[0], tag), *lines[1:]])
    opening = f"@{tag} :{server} BATCH +{batch} labeled-response\r\n".encode()
    closing = f":{server} BATCH -{batch}\r\n".encode()
    inside = (add_tag(line, f"batch={batch}") for line in lines)
    return b"".join([opening, *inside, closing])


def _is_batch(lines: list[bytes]) -> bool:
    """Whether lines are one batch from its first to its last line."""
    first, last = lines[0].split(), lines[-1].split()
    return first[1:2] == last[1:2] == [b"BATCH"] and first[2][1:] == last[2][1:]
