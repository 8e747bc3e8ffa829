"""Lines called back."""

from socketlab.chat.conversation.recall import MOST, Recall


def test_lines_come_back_in_turn_and_the_draft_last() -> None:
    """Up goes to earlier lines, down comes back to the line being typed."""
    recall = Recall()
    for text in ("one", "two", "two", ""):
        recall.add(text)
    up = [recall.step("draft", -1), recall.step("two", -1), recall.step("one", -1)]
    down = [recall.step("one", 1), recall.step("two", 1), recall.step("draft", 1)]

    assert ["two", "one", "one"] == up
    assert ["two", "draft", "draft"] == down


def test_only_so_many_lines_are_kept() -> None:
    """The oldest lines are forgotten."""
    recall = Recall()
    for number in range(MOST + 1):
        recall.add(str(number))

    assert (MOST, "1") == (len(recall.lines), recall.lines[0])
