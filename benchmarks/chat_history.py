"""What a committed message of the chat room costs, and what finding one costs.

Messages are kept and waited for, so many per turn of the loop, with a commit that
survives the program (NORMAL) and one that survives power loss (FULL: one fsync
each). CPU is that of both threads, wall time until the commit is known. Then a
slice of 100, the index, and a search. Prints one JSON object.

    python benchmarks/chat_history.py [SECONDS] [FOLDER]
"""

# ruff: noqa: INP001 - a program, not a package

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from select import select

from socketlab.chat.entry import Author, Entry, Kind
from socketlab.chat.log.history import OPEN, Slice
from socketlab.chat.settings import History
from socketlab.chat.stores.schema import open_for_reading
from socketlab.chat.stores.search import search
from socketlab.chat.stores.sqlite import SqliteHistory

USUAL_SECONDS = 2.0
PER_TURN = (1, 10, 100, 1000)
AUTHOR = Author("alice", "~alice", "192.0.2.1", "", "Alice")
TEXT = "one more line of the usual length, 你好, number {}"
REPEATED = 25


def main() -> int:
    """Measure; an exit status."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else USUAL_SECONDS
    folder = sys.argv[2] if sys.argv[2:] else None
    with tempfile.TemporaryDirectory(dir=folder) as place:
        report = {
            "text_bytes": len(TEXT.format(123456).encode()),
            "survives_kill": measure(Path(place) / "normal", seconds),
            "survives_power_loss": measure(
                Path(place) / "full", seconds, power_safe=True
            ),
            "reading": measure_reading(Path(place) / "normal"),
        }
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return 0


def measure(
    path: Path, seconds: float, *, power_safe: bool = False
) -> dict[str, dict[str, float]]:
    """Keep messages for some seconds with each size of a turn."""
    history = SqliteHistory(path, History(power_safe=power_safe))
    figures = {str(size): keep(history, size, seconds) for size in PER_TURN}
    history.close()
    return figures


def keep(history: SqliteHistory, size: int, seconds: float) -> dict[str, float]:
    """Keep turns of so many messages, each waited for, and give what one costs."""
    number, count = history.writer.committed, 0
    waits: list[float] = []
    begin, cpu = time.perf_counter(), time.process_time()
    while time.perf_counter() - begin < seconds:
        said = time.perf_counter()
        for _ in range(size):
            number += 1
            history.keep(entry(number))
        history.end_turn()
        while history.released < number:
            select([history.descriptor], (), ())
            history.take()
        waits.append(time.perf_counter() - said)
        count += size
    wall, cpu = time.perf_counter() - begin, time.process_time() - cpu
    return {
        "messages_per_s": round(count / wall),
        "cpu_us_per_message": round(cpu / count * 1e6, 1),
        "commit_p50_us": round(statistics.median(waits) * 1e6),
        "commit_p99_us": round(statistics.quantiles(waits, n=100)[-1] * 1e6),
    }


def entry(number: int) -> Entry:
    """Give a message."""
    now = int(time.time() * 1000)
    return Entry(number, now, Kind.SAY, "#lobby", AUTHOR, TEXT.format(number))


def measure_reading(path: Path) -> dict[str, float]:
    """Give what a slice and a search cost, before and after all is indexed."""
    history = SqliteHistory(path, History())
    wanted = Slice("#lobby", OPEN, 100)
    slicing = repeat(lambda: history.cut(wanted))
    begin = time.perf_counter()
    while history.writer.unindexed:
        time.sleep(0.01)
    indexing = time.perf_counter() - begin
    with closing(open_for_reading(path)) as connection:
        entries = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
    report = {
        "entries": entries,
        "file_mb": round(path.stat().st_size / (1 << 20), 1),
        "bytes_per_entry": round(path.stat().st_size / entries),
        "slice_of_100_us": slicing,
        "index_us_per_entry": round(indexing / entries * 1e6, 1),
        "search_for_one_us": repeat(lambda: search(path, str(entries // 2), 50)),
        "search_for_all_us": repeat(lambda: search(path, "你好 usual", 50)),
    }
    history.close()
    return report


def repeat(do: Callable[[], object]) -> float:
    """Give the median microseconds of some calls."""
    times = []
    for _ in range(REPEATED):
        begin = time.perf_counter()
        do()
        times.append(time.perf_counter() - begin)
    return round(statistics.median(times) * 1e6)


if __name__ == "__main__":
    sys.exit(main())
