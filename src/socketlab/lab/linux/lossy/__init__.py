"""The lossy link between two hosts: devices, routes and the one who carries."""
