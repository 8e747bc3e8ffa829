"""Several pages at once.

Each job waits in a thread for a process of its own. However it ends, with an
answer, an exception or Ctrl-C, no page is left running.
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

from socketlab import workbench
from socketlab.lab.record import Sentence, Value

MOMENT = 0.05
"""Seconds: a page that is just starting is ended once it has."""


@dataclass(frozen=True)
class Job:
    """A page to run: its name or path, its parameters, perhaps a user's server."""

    name: str
    parameters: Mapping[str, Value]
    server: str = ""


Answer: TypeAlias = workbench.Result | Exception
Tell: TypeAlias = Callable[[int, Sentence], None]
"""Is told of each step as it begins: the place of its job, and the sentence."""


def count_processors() -> int:
    """Give how many pages may run at once without waiting for each other."""
    return len(os.sched_getaffinity(0))


def perform_all(
    jobs: Sequence[Job],
    count: int,
    *,
    without: Sequence[str] = (),
    slow: bool = False,
    language: str | None = None,
    tell: Tell = lambda _place, _sentence: None,
) -> Generator[tuple[int, Answer], None, None]:
    """Run pages, `count` of them at once; give each answer as it comes.

    Close the iterator when you leave it early: that ends what runs.

    Args:
        jobs: what to run; they begin in this order.
        count: at least 1.
        without: see `workbench.perform`.
        slow: likewise.
        language: likewise.
        tell: called from the jobs' threads.

    Yields:
        The place of a job, and its result, or what `workbench.perform` raised.

    """
    waiting = deque(enumerate(jobs))
    answers: SimpleQueue[tuple[int, Answer]] = SimpleQueue()

    def work() -> None:
        while waiting:
            try:
                place, job = waiting.popleft()
            except IndexError:
                return
            try:
                answer: Answer = workbench.perform(
                    job.name,
                    job.parameters,
                    without=without,
                    slow=slow,
                    server=job.server,
                    language=language,
                    progress=lambda sentence, place=place: tell(place, sentence),  # type: ignore[misc]
                )
            except Exception as error:  # noqa: BLE001 whoever asked shall have it
                answer = error
            answers.put((place, answer))

    threads = [Thread(target=work, daemon=True) for _ in range(min(count, len(jobs)))]
    try:
        for thread in threads:
            thread.start()
        for _ in jobs:
            yield answers.get()
    finally:
        end(threads, waiting)


def end(threads: Sequence[Thread], waiting: "deque[tuple[int, Job]]") -> None:
    """Begin nothing more, end what runs, and wait for the threads."""
    from socketlab.lab.linux import runner

    waiting.clear()
    for thread in threads:
        while thread.is_alive():
            thread.join(MOMENT)
            if thread.is_alive():
                runner.end_all()
