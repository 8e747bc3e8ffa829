"""IRC, as modern servers speak it: lines in, room commands and lines out.

`grammar` reads and writes one line, `session` is one client's conversation,
`registration` its beginning and `commands` everything after it. `wire` writes the
room's entries for a client with given capabilities.
"""
