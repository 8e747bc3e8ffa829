"""The private namespace, the programs in it, and the runner of a page."""
