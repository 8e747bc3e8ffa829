"""socketlab: see what your sockets really do.

The map. A subject's top-level files are pure; only its named subfolder
touches the kernel. Who may import whom, lowest first:

0  tcp, evidence, lab, report,        the pure files: tables, records, pictures,
   echo, chat                         lines, entries
1  evidence.collectors, lab.linux, report.export, echo.tcp_servers, echo.clients,
   chat.server, chat.transports,      the subfolders that touch the kernel
   chat.stores, chat.clients
2  experiments                         pages: question, hypothesis, step, expect
3  workbench, then cli                 page -> runner -> record -> figures

One observation's way: experiments -> lab.linux -> evidence.collectors ->
evidence.timeline -> lab.record -> report -> report.export. It never turns back.
"""

__version__ = "0.1.0"
