"""Why a command is not carried out: one numeric reply ends it."""

from socketlab.chat.irc.numerics import Numeric


class RejectedError(Exception):
    """The command ends with this reply.

    Attributes:
        numeric: the reply.
        parameters: what stands between the client's name and the text.
        text: instead of the reply's own words; "" for those.

    """

    def __init__(self, numeric: Numeric, *parameters: str, text: str = "") -> None:
        """Keep the reply's parts."""
        super().__init__(text or numeric.text)
        self.numeric = numeric
        self.parameters = parameters
        self.text = text
