"""The concurrency models of the TCP echo server, one file each.

`blocking/` holds the models whose calls wait for one connection; what a family
shares stands beside its models. `models` is the list of all of them.
"""
