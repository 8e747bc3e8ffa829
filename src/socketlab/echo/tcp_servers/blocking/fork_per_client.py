"""One process per client.

Waiting:      each child in its own recv(); the parent in accept().
Cost:         one fork() and one process per connection.
Stopped by:   no number of silent clients, until processes run out.
Breaks when:  clients come faster than fork() makes processes.
See:          thread_per_client, which is cheaper and shares its memory.
"""

from os import _exit
from socket import socket

from socketlab.echo.service import Service
from socketlab.echo.tcp_servers.blocking.children import Parent


def serve(listener: socket, service: Service) -> None:
    """Give every client a process of its own, until told to stop."""
    with Parent(listener, service) as reception:
        for connection, peer in reception:
            with reception.or_refuse(connection, peer):
                if reception.fork(connection) == 0:
                    try:
                        listener.close()  # the child serves; it does not accept
                        reception.handle(connection, peer)
                    finally:
                        _exit(0)  # nothing of the parent's is the child's to end
            connection.close()  # the child's copy is the last: closing it sends FIN
