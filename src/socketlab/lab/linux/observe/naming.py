"""Name the ends of connections by the programs that held them.

A page names its hosts; programs that nobody prepared share one address or have
several. So an end is called what the program is called whose calls worked on it,
or who held it in a socket table.
"""

from collections.abc import Mapping

from msgspec import structs

from socketlab.evidence.observation import CallMade, ProgramSeen
from socketlab.lab.record import Life, Record, Story
from socketlab.tcp.endpoint import End

OURSELVES = 1
"""The process that watches: it is the first of the namespace."""


def name_ends(record: Record, outside: str) -> Record:
    """Give the record with each life named by the program that held the end.

    `outside` names those who came through the door; empty if there is none.
    """
    holders = find_holders(record, outside)
    return structs.replace(
        record,
        stories=tuple(rename_story(one, holders, outside) for one in record.stories),
        listeners=tuple(rename(one, holders, "") for one in record.listeners),
    )


def find_holders(record: Record, outside: str = "") -> dict[End, str]:
    """Find the program that held each end, as far as anybody saw it."""
    programs = {OURSELVES: outside} if outside else {}
    holders: dict[End, str] = {}
    for one in record.observations:
        if isinstance(one, ProgramSeen):
            programs[one.pid] = one.program
            programs |= dict.fromkeys((*one.children, *one.zombies), one.program)
        if isinstance(one, CallMade) and one.program:
            programs.setdefault(one.pid, one.program)
            if one.end:
                holders.setdefault(one.end, one.program)
    for step in record.steps:
        for row in step.table:
            if row.owner:
                name, pid, _descriptor = row.owner.split(", ")[0].rsplit(" ", 2)
                holder = programs.get(int(pid), name)
                holders.setdefault(End(row.local, row.remote), holder)
    return holders


def rename_story(story: Story, holders: Mapping[End, str], outside: str) -> Story:
    """Name both lives of a story."""
    return structs.replace(
        story,
        client=rename(story.client, holders, outside),
        server=rename(story.server, holders, ""),
    )


def rename(life: Life, holders: Mapping[End, str], otherwise: str) -> Life:
    """Name one life, if anybody is known to have held its end."""
    host = holders.get(life.end) or otherwise or life.host
    return structs.replace(life, host=host)
