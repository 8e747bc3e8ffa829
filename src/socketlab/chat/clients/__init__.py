"""Our chat clients: full-screen and line by line, over IRC and plain UDP.

The pure half is `chat.conversation`: lines in, what a person sees, lines out. `link`
and `session` bring it to the network, `screen` and `line_mode` to the person.
"""
