"""What a person types to leave, in every client."""


def read_farewell(text: str) -> str | None:
    """Give the reason of `EXIT`, `/quit [REASON]` or `/exit`; None: it goes on.

    `EXIT` must be all there is, in any case, as the plain form has it.
    """
    words = text.strip()
    if words.lower() in {"exit", "/exit"}:
        return ""
    command, _, reason = words.partition(" ")
    return reason.strip() if command.lower() == "/quit" else None
