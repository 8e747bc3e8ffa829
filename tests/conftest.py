"""What holds for every test."""

from collections.abc import Generator

import pytest
from coverage import Coverage
from hypothesis import settings

# The same examples in every run: a failure is the change's, never the weather's.
settings.register_profile("socketlab", max_examples=60, deadline=None, derandomize=True)
# The search for new ones: `pytest --hypothesis-profile=search`.
settings.register_profile("search", max_examples=5000, deadline=None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Tell coverage, where it measures, which test file is running."""
    if measuring := Coverage.current():
        measuring.switch_context(item.nodeid.partition("::")[0])
    return (yield)
