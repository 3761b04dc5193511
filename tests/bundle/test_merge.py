from hypothesis import given, settings, strategies as st

from qtapp.bundle.merge import BOTTOM, Loser, Row, Version, merge_row

A1, A2, B1, C9 = (
    Version(1, "a", 1),
    Version(2, "a", 2),
    Version(1, "b", 1),
    Version(9, "c", 1),
)


def a_row(version, *values, group="status", **rest):
    return Row(values={group: values}, versions={group: version}, **rest)


def never(_group, _winner, _loser):
    return False


def always(_group, _winner, _loser):
    return True


def test_an_absent_row_is_taken_as_it_is():
    theirs = a_row(A1, "present")
    result = merge_row(None, theirs, never)
    assert result.row == theirs
    assert not result.losers


def test_a_known_version_is_overwritten_without_a_word():
    result = merge_row(a_row(A1, "present"), a_row(A2, "late"), always)
    assert result.row == a_row(A2, "late")
    assert not result.losers


def test_an_unseen_version_loses_but_is_kept():
    result = merge_row(a_row(A1, "present"), a_row(A2, "late"), never)
    assert result.row.values == {"status": ("late",)}
    assert result.losers == (Loser(group="status", values=("present",), version=A1, winner=A2),)
    assert result.row.rivals == {"status": {(A1, ("present",))}}


def test_equal_values_keep_the_higher_version_and_do_not_quarrel():
    result = merge_row(a_row(A2, "present"), a_row(B1, "present"), never)
    assert result.row == a_row(A2, "present")
    assert not result.losers


def test_at_equal_time_the_greater_writer_wins_on_every_book():
    one = merge_row(a_row(A1, "x"), a_row(B1, "y"), never)
    other = merge_row(a_row(B1, "y"), a_row(A1, "x"), never)
    assert one.row == other.row
    assert one.row.values["status"] == ("y",)
    assert one.losers == other.losers


def test_a_missing_group_keeps_what_the_other_side_has():
    mine, theirs = a_row(A1, "x", group="g"), a_row(B1, "y", group="h")
    result = merge_row(mine, theirs, never)
    assert result.row.values == {"g": ("x",), "h": ("y",)}
    assert not result.losers


def test_a_register_that_was_never_written_is_nobodys_rival():
    result = merge_row(a_row(BOTTOM, ""), a_row(A1, "x"), never)
    assert result.row == a_row(A1, "x")
    assert not result.losers


def test_a_rival_is_settled_by_whoever_had_seen_it():
    quarrel = merge_row(a_row(A1, "x"), a_row(B1, "y"), never).row
    result = merge_row(quarrel, a_row(C9, "z"), always)
    assert result.row == a_row(C9, "z")
    assert [each.version for each in result.settled] == [A1]
    assert not result.losers


def test_one_version_with_two_values_loses_neither():
    result = merge_row(a_row(A1, "x"), a_row(A1, "y"), always)
    assert result.row.values == {"status": ("y",)}
    assert [each.values for each in result.losers] == [("x",)]
    again = merge_row(a_row(A1, "y"), a_row(A1, "x"), always)
    assert again.row == result.row


class World:
    """Books that edit and merge one register at random, with exact knowledge of the past."""

    def __init__(self, distinct):
        self.past = {}
        self.books = [(Row(values={}, versions={}), frozenset()) for _ in range(3)]
        self.states = [self.books[0][0]]
        self.distinct = distinct
        self.edits = 0

    def knows(self, _group, winner, loser):
        return loser in self.past[winner]

    def edit(self, book, value):
        row, seen = self.books[book]
        self.edits += 1
        version = Version(row.versions.get("g", BOTTOM).lam + 1, "abc"[book], self.edits)
        self.past[version] = seen
        given = (self.edits,) if self.distinct else (value,)
        self.put(book, a_row(version, *given, group="g"), seen | {version})

    def merge(self, into, source):
        row, seen = self.books[into]
        other, theirs = self.books[source]
        self.put(into, merge_row(row, other, self.knows).row, seen | theirs)

    def put(self, book, row, seen):
        self.books[book] = (row, seen)
        self.states.append(row)


books = st.integers(0, 2)
actions = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), books, st.integers(0, 2)),
        st.tuples(st.just("merge"), books, books),
    ),
    min_size=3,
    max_size=20,
)


def play(steps, *, distinct):
    world = World(distinct)
    for name, *arguments in steps:
        getattr(world, name)(*arguments)
    return world


def joined(world, *rows):
    first, *rest = rows
    for each in rest:
        first = merge_row(first, each, world.knows).row
    return first


@given(actions, st.data())
@settings(max_examples=200)
def test_merging_is_commutative_associative_and_idempotent_in_winners_and_rivals(steps, data):
    world = play(steps, distinct=True)
    a, b, c = (data.draw(st.sampled_from(world.states)) for _ in range(3))
    assert joined(world, a, b) == joined(world, b, a)
    assert joined(world, joined(world, a, b), c) == joined(world, a, joined(world, b, c))
    assert joined(world, a, a) == a
    assert joined(world, a, b, b, a) == joined(world, a, b)


@given(actions, st.data())
@settings(max_examples=200)
def test_winners_do_not_depend_on_order_even_among_equal_values(steps, data):
    world = play(steps, distinct=False)
    a, b, c = (data.draw(st.sampled_from(world.states)) for _ in range(3))
    one = joined(world, a, b, c)
    other = joined(world, c, b, a)
    assert (one.values, one.versions) == (other.values, other.versions)
    assert joined(world, one, c) == one


@given(actions)
@settings(max_examples=200)
def test_no_edit_is_lost_that_nobody_overwrote_knowingly(steps):
    world = play(steps, distinct=True)
    final = joined(world, *world.states)
    present = set(final.versions.values())
    present |= {version for version, _ in final.rivals.get("g", ())}
    for version in world.past:
        overwritten = any(version in seen for seen in world.past.values())
        assert overwritten is (version not in present)
