"""The system calls that a page makes, as observations."""

import errno
from collections.abc import Callable
from time import monotonic_ns
from typing import TypeVar

from msgspec import structs

from socketlab.evidence.observation import CALLS, AnyObservation, CallMade
from socketlab.tcp.endpoint import End

Result = TypeVar("Result")


class Journal:
    """Makes calls and writes down how they went.

    `observations` grows; whoever reads takes what is new.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.observations: list[AnyObservation] = []

    def call(
        self,
        host: str,
        name: str,
        arguments: str,
        act: Callable[[], Result],
        *,
        end: Callable[[], End | None] = lambda: None,
        show: Callable[[Result], str] = lambda _result: "0",
        expected: tuple[int, ...] = (),
        may_fail: bool = False,
    ) -> Result | None:
        """Make one system call.

        Args:
            host: the host of the page it happens on.
            name: the call, `connect`.
            arguments: as strace would print them.
            act: makes it.
            end: asked afterwards whose end of a connection it was.
            show: turns the result into text.
            expected: errors that are an answer here, not a failure: None returns.
            may_fail: any error is an answer.

        Raises:
            OSError: the call failed, with an error that was not expected.

        """
        began = monotonic_ns()
        result: Result | None = None
        failure: OSError | None = None
        try:
            result = act()
        except OSError as error:
            failure = error
        returned = monotonic_ns()
        number = failure.errno or 0 if failure else 0
        text = "0"
        if failure:
            text = "-1"
        elif result is not None:
            text = show(result)
        self.observations.append(
            CallMade(
                source=CALLS,
                time=began,
                end=end(),
                host=host,
                name=name,
                arguments=arguments,
                result=text,
                errno=errno.errorcode.get(number, str(number)) if failure else "",
                returned=returned,
            )
        )
        if failure and not may_fail and failure.errno not in expected:
            raise failure
        return result

    def attribute_last(self, end: End) -> None:
        """Say of the last call whose end it was: known only once it returned."""
        last = self.observations[-1]
        self.observations[-1] = structs.replace(last, end=end)

    def note(self, observation: AnyObservation) -> None:
        """Write down something that is not a call."""
        self.observations.append(observation)
