"""Every sysctl an experiment relies on, with its reason.

A private namespace starts with the kernel's own defaults for most of these, not
with the host's settings; some kernels and distributions differ. A run sets them
all and records what it found (Documentation/networking/ip-sysctl.rst).
"""

SYSCTLS: dict[str, tuple[str, str]] = {
    "net.ipv4.tcp_abort_on_overflow": (
        "0",
        "A full accept queue drops silently; 1 would answer with RST.",
    ),
    "net.ipv4.tcp_syncookies": (
        "1",
        "The default of the kernel: cookies when the SYN queue overflows.",
    ),
    "net.ipv4.tcp_max_syn_backlog": (
        "128",
        "The SYN queue's own limit, far above what a page fills by accident.",
    ),
    "net.core.somaxconn": (
        "4096",
        "The ceiling of every backlog; it must not be what limits a page.",
    ),
    "net.ipv4.tcp_syn_retries": (
        "6",
        "A client gives up after about two minutes, long after any page.",
    ),
    "net.ipv4.tcp_synack_retries": (
        "5",
        "A half-open connection outlives every page.",
    ),
    "net.ipv4.tcp_syn_linear_timeouts": (
        "4",
        "The first SYNs are repeated every second, so that waits are short.",
    ),
    "net.ipv4.tcp_fin_timeout": (
        "60",
        "An orphan in FIN-WAIT-2 outlives every page that does not study it.",
    ),
    "net.ipv4.tcp_rfc1337": (
        "1",
        "A late copy of a FIN makes for a reset; that must not end TIME-WAIT.",
    ),
    "net.ipv4.tcp_timestamps": (
        "1",
        "Old segments of an earlier connection are told apart.",
    ),
    "net.ipv4.tcp_tw_reuse": (
        "2",
        "The default: over loopback, connect() may reuse a TIME-WAIT.",
    ),
    "net.ipv4.ip_local_port_range": (
        "32768\t60999",
        "Ephemeral ports stay out of the way of a page's fixed ports.",
    ),
    "net.ipv4.ip_unprivileged_port_start": (
        "0",
        "A program under study may listen on port 7 without being root.",
    ),
    "net.ipv4.tcp_fastopen": (
        "0",
        "No data in a SYN: handshakes look as RFC 9293 draws them.",
    ),
    "net.ipv4.tcp_ecn": (
        "0",
        "No ECN flags in the handshake to explain away.",
    ),
    "net.ipv4.tcp_autocorking": (
        "0",
        "Small writes leave when they are made.",
    ),
}
