"""The sources of evidence: each asks the kernel one kind of question."""
