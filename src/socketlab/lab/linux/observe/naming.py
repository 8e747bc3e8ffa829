"""Name the ends of connections by the programs that held them.

A page names its hosts; programs that nobody prepared share one address or have
several. So an end is called what the program is called whose calls worked on it,
or who held it in a socket table.
"""

from collections.abc import Collection, Mapping

from msgspec import structs

from socketlab.evidence.observation import CallMade, ProgramSeen
from socketlab.lab.record import Record, Story
from socketlab.tcp.endpoint import End

OURSELVES = 1
"""The process that watches: it is the first of the namespace."""


def name_ends(record: Record, outside: str) -> Record:
    """Give the record with the lives of its connections named by who lived them.

    A UDP socket that only asked for a route, as getaddrinfo(3) does, has no story.

    `outside` names those who came through the door; empty if there is none.
    """
    holders = find_holders(record, outside)
    called = {
        one.end
        for one in record.observations
        if isinstance(one, CallMade) and one.end is not None
    }
    return structs.replace(
        record,
        stories=tuple(
            rename_story(one, holders, called, outside)
            for one in record.stories
            if one.passages or one.client.lanes
        ),
    )


def leave_out_preparations(record: Record) -> Record:
    """Give the record without what each program did before its first socket.

    A program may be a script that starts dozens of others to find out what to run.
    """
    first: dict[str, int] = {}
    calls = [one for one in record.observations if isinstance(one, CallMade)]
    for one in calls:
        if one.end is not None or one.name == "socket":
            first.setdefault(one.program, one.time)
    return structs.replace(
        record,
        observations=tuple(
            one
            for one in record.observations
            if not isinstance(one, CallMade)
            or one.time >= first.get(one.program, record.ended)
        ),
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


def rename_story(
    story: Story, holders: Mapping[End, str], called: Collection[End], outside: str
) -> Story:
    """Name both lives of a story; who opens the connection is its client.

    Beside an end whose calls were seen, the picture names the program itself.
    """
    client = holders.get(story.client.end) or outside or story.client.host
    server = holders.get(story.server.end) or story.server.host
    if story.client.end in called:
        client = "client"
    if story.server.end in called:
        server = "server"
    return structs.replace(
        story,
        client=structs.replace(story.client, host=client),
        server=structs.replace(story.server, host=server),
    )
