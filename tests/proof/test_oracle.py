"""What the oracle itself says of few edits, by hand."""

from tests.proof.oracle import Edit, History

KEY = ("unit", "members", "row", "gov_role")


def added(history: History, value: str, lam: int, writer: str, past: int = 0) -> int:
    """Take down an edit and return its bit."""
    return history.add(Edit(KEY, (value,), (lam, writer, 1), past))


def test_who_wrote_over_a_value_wrote_over_the_same_value_it_stood_for():
    history = History()
    lower = added(history, "Phó", 21, "a")
    higher = added(history, "Phó", 21, "b")
    other = added(history, "Ủy viên", 21, "c")
    last = added(history, "Bí thư", 22, "d", history.past(higher, KEY))
    # The laptop that has the lower one gets the last, and never sees the higher itself.
    standing = [each.values for each in history.standing(lower | last, KEY)]
    assert standing == [("Bí thư",)]
    assert [each.values for each in history.standing(lower | other | last, KEY)] == [
        ("Bí thư",),
        ("Ủy viên",),
    ]
