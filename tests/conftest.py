"""What holds for every test."""

from hypothesis import settings

# The same examples in every run: a failure is the change's, never the weather's.
settings.register_profile("socketlab", max_examples=60, deadline=None, derandomize=True)
# The search for new ones: `pytest --hypothesis-profile=search`.
settings.register_profile("search", max_examples=5000, deadline=None)
