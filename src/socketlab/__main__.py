"""`python -m socketlab` is the `socketlab` command."""

from socketlab.cli import main

main()
