"""What a page can expect of system calls: what the kernel answered to them."""

from typing import ClassVar

from msgspec import Struct

from socketlab.evidence.observation import CALLS, CallMade
from socketlab.evidence.timeline import Timeline
from socketlab.lab.judgement import Whom, Window, Witness, tally
from socketlab.lab.record import Sentence, Value

SUCCESS = "success"
MILLISECOND = 1_000_000


class Returns(Struct, frozen=True, tag=True):
    """During the step, calls of this name returned this.

    Attributes:
        call: the name of the system call, `send`.
        answer: the name of an error, `EPIPE`, or the result as the record shows
            it; empty for any result that is no error.
        times: so many calls, exactly, while others may return something else;
            None: every call, and at least one.
        after: nanoseconds that such a call takes at least; it was waiting.

    A call counts for the step in which it returns; one that has not, for none.
    Calls of the page speak for an end or for a host; calls of a program are known
    only when the run is over.

    """

    call: str
    answer: str = ""
    times: int | None = None
    after: int = 0
    sources: ClassVar[tuple[str, ...]] = (CALLS,)

    @property
    def lasting(self) -> bool:
        """That nothing returns this must hold for a while."""
        return self.times == 0

    def sentence(self, whom: Whom) -> Sentence:
        """The expectation in words."""
        values: dict[str, Value] = {
            "who": whom.program or whom.host,
            "call": self.call,
            "answer": self.answer,
            "times": self.times or 0,
            "after": self.after // MILLISECOND,
        }
        if self.after:
            template = "{call}() of {who} gives {answer} after {after} ms or more."
            return Sentence(template, values)
        if self.answer:
            template = "{call}() of {who} gives {answer} {times} times."
            if self.times == 1:
                template = "{call}() of {who} gives {answer} once."
            elif self.times == 0:
                template = "{call}() of {who} never gives {answer}."
            elif self.times is None:
                template = "{call}() of {who} gives {answer}."
        else:
            template = "{call}() of {who} succeeds {times} times."
            if self.times == 1:
                template = "{call}() of {who} succeeds once."
            elif self.times == 0:
                template = "{call}() of {who} never succeeds."
            elif self.times is None:
                template = "{call}() of {who} succeeds."
        return Sentence(template, values)

    def short(self) -> str:
        """The expected value."""
        count = "" if self.times is None else f" x{self.times}"
        after = f" after {self.after // MILLISECOND} ms" if self.after else ""
        return f"{self.call} {self.answer or SUCCESS}{count}{after}"

    def witnesses(
        self, whom: Whom, window: Window, seen: Timeline
    ) -> dict[str, Witness]:
        """Read the answers off the calls of the step."""
        calls = [one for one in seen.others if isinstance(one, CallMade)]
        if not any(one.program == whom.program for one in calls):
            return {}
        made = [
            (one.errno or one.result, one.returned - one.time)
            for one in calls
            if one.name == self.call
            and one.returned is not None
            and window.step <= one.returned <= window.until
            and (
                one.program == whom.program
                if whom.program
                else not one.program and made_by(one, whom)
            )
        ]
        answers = [answer for answer, _took in made]
        wanted = sum(
            self.accepts(answer) for answer, took in made if took >= self.after
        )
        if self.times is None:
            good = bool(answers) and wanted == len(answers)
        else:
            good = wanted == self.times
        words = tally(answers) if answers else "-"
        if self.after and made:
            words += f" after {max(took for _answer, took in made) // MILLISECOND} ms"
        return {CALLS: (f"{self.call} {words}", good)}

    def accepts(self, answer: str) -> bool:
        """Whether an answer is the expected one; an error's name begins with E."""
        if self.answer:
            return answer == self.answer
        return not (answer[:1] == "E" and answer.isupper())


def made_by(call: CallMade, whom: Whom) -> bool:
    """Whether a call of the page was made on one of these ends, or on the host.

    bind(2) and listen(2) know no remote side yet.
    """
    if whom.whole:
        return call.host == whom.host
    if call.end is None or call.end.remote is not None:
        return call.end in whom.ends
    return call.end.local in {end.local for end in whom.ends}
