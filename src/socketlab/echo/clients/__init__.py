"""The echo clients."""
