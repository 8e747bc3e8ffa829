"""The concurrency models of the TCP echo server."""
