"""Entries, and runs of them."""

from socketlab.chat.entry import Author, Entry, Kind, Run


def test_a_run_is_its_entries() -> None:
    """Each text is an entry of its own, with a number of its own."""
    alice = Author("alice")
    run = Run(7, 1000, "#room", alice, [b"one", "二".encode()])
    expected = [
        Entry(7, 1000, Kind.SAY, "#room", alice, "one"),
        Entry(8, 1000, Kind.SAY, "#room", alice, "二"),
    ]

    assert run.entries == expected
    assert run.entries is run.entries
    assert ("one\n二", 8) == (run.text, run.last)
    assert run.text is run.text


def test_an_entry_is_a_run_of_one() -> None:
    """Who keeps either need not ask which it is."""
    entry = Entry(7, 1000, Kind.JOIN, "#room", Author("alice"))

    assert ([entry], 7) == (entry.entries, entry.last)
