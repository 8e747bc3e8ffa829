"""How long an experiment takes that waits for no kernel timer: under 2 s.

Measured is the whole command, from the shell's view: start, namespace, page,
every collector, the report with all its figures. Prints one JSON object; exits 1
if a median is over the budget.

    python benchmarks/run_time.py [RUNS]
"""

# ruff: noqa: INP001 - a program, not a package

import json
import statistics
import subprocess
import sys
import tempfile
import time

BUDGET = 2.0
EXPERIMENTS = ("close_order", "iterative_echo")
USUAL_RUNS = 7


def main() -> int:
    """Measure; an exit status."""
    runs = int(sys.argv[1]) if sys.argv[1:] else USUAL_RUNS
    found = {name: [measure(name) for _ in range(runs)] for name in EXPERIMENTS}
    medians = {
        name: {
            "command_s": round(statistics.median(whole for whole, _ in times), 3),
            "page_s": round(statistics.median(page for _, page in times), 3),
        }
        for name, times in found.items()
    }
    print(json.dumps({"runs": runs, "budget_s": BUDGET, "medians": medians}, indent=1))  # noqa: T201 its result
    return int(any(one["command_s"] > BUDGET for one in medians.values()))


def measure(name: str) -> tuple[float, float]:
    """Run one experiment; give the seconds of the command and of its page."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "socketlab", "--json", "lab", "run", name]
        began = time.perf_counter()
        done = subprocess.run(  # noqa: S603 our own command
            [*command, "--out", folder], capture_output=True, check=True
        )
        whole = time.perf_counter() - began
    return whole, json.loads(done.stdout)["experiments"][0]["seconds"]


if __name__ == "__main__":
    sys.exit(main())
