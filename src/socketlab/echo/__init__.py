"""The echo service: one contract, many concurrency models."""
