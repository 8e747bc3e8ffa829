"""How a system call reads: its name, its arguments, its result."""
