"""A record as a document: a page for a browser, Markdown, text for a terminal."""
