"""What programs are called, and how their commands are filled in."""

import pytest

from socketlab.lab.linux.observe.order import filled, name, names


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ("./server 8000", "server"),
        ("python3 server.py 8000", "server.py"),
        ("python3.11 -u src/server.py", "server.py"),
        ("python3 -m http.server 8000", "http.server"),
        ("python3 -c code", "python3"),
        ("python3", "python3"),
        ("python3 -i", "python3"),
        ("/usr/bin/node app.js", "app.js"),
        ("python3 -m", "python3"),
    ],
)
def test_a_command_is_called_what_a_person_would_call_it(
    words: str, called: str
) -> None:
    """The script is named, not its interpreter."""
    assert called == name(words.split())


def test_the_second_of_one_name_is_numbered() -> None:
    """Programs with one name stay apart."""
    assert ["nc", "nc 2", "nc 3"] == names([["nc"], ["nc", "-u"], ["/bin/nc"]])


def test_only_port_and_address_are_filled_in() -> None:
    """Other braces mean nothing: a command may be full of them."""
    words = ["awk", "{print $1}", "{address}:{port}"]

    assert ["awk", "{print $1}", "10.1.1.1:7"] == filled(words, 7, "10.1.1.1")
