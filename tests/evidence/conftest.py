"""A private namespace for each test that watches the kernel."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

REFUSED = 77

RUN = """
import json, os, runpy, sys
from socketlab.lab.linux import link, namespace
path, name, arguments = sys.argv[1:]
try:
    namespace.enter(os.getppid())
except namespace.NoNamespaceError as error:
    print(error, file=sys.stderr)
    raise SystemExit(77)
link.bring_up_loopback()
namespace.mount_proc()
print(json.dumps(runpy.run_path(path)[name](*json.loads(arguments))))
"""

Inside = Callable[..., Any]


@pytest.fixture
def inside() -> Inside:
    """Call a function of a test's module in a fresh namespace of its own.

    A fresh interpreter, because unshare(2) wants a process with one thread. What
    the function returns comes back by way of JSON; what it raises fails the test.
    """

    def call(function: Callable[..., object], *arguments: object) -> Any:  # noqa: ANN401 - whatever JSON holds
        path = function.__code__.co_filename
        command = [sys.executable, "-P", "-W", "error", "-c", RUN, path]
        done = subprocess.run(
            [*command, function.__name__, json.dumps(arguments)],
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        if done.returncode == REFUSED:
            pytest.skip(done.stderr)
        assert 0 == done.returncode, done.stderr
        return json.loads(done.stdout)

    return call
