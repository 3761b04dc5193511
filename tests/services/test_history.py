from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.members import MemberKind
from qtapp.services.history import Deed
from tests.make import a_document_in, a_session_in, a_wave_in

names = st.sampled_from(["Lò Thị Mẫu", "Vi Văn Thử", "Ma Seo Dùng"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), names),
        st.tuples(st.just("rename"), st.integers(0, 5), names),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=12,
)


def everybody(book):
    return sorted((each.id, each.full_name) for each in book.members.all(former=True))


def play(book, step):
    members = book.members.all(former=True)
    match step:
        case "add", name:
            book.members.save(book.members.new(name))
        case "rename", place, name if place < len(members):
            book.members.save(replace(members[place], full_name=name))
        case "remove", place if place < len(members):
            book.members.remove(members[place].id)
        case ("undo",):
            book.history.undo()
        case ("redo",):
            book.history.redo()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_was_done_can_be_taken_back_to_the_beginning_and_done_again(cell, given_steps):
    for step in given_steps:
        play(cell, step)
    while cell.history.redo():
        pass
    after = everybody(cell)
    cell.history.undo_to(0)
    assert everybody(cell) == []
    while cell.history.redo():
        pass
    assert everybody(cell) == after


def test_what_was_done_is_told_newest_first(cell):
    member = cell.members.save(cell.members.new("Hoàng Văn Thử"))
    cell.members.remove(member.id)
    document = a_document_in(cell)
    removed, added = cell.history.all()[1:3]
    newest = cell.history.all()[0]
    assert (newest.deed, newest.table, newest.names) == (Deed.ADDED, "documents", (document.name,))
    assert (removed.deed, removed.names) == (Deed.REMOVED, ("Hoàng Văn Thử",))
    assert (added.deed, added.table, added.count) == (Deed.ADDED, "members", 1)


def test_a_mark_is_named_after_the_member(cell):
    session = a_session_in(cell, a_wave_in(cell))
    member = cell.members.all()[0]
    cell.attendance.mark(session.id, member.id, AttendanceStatus.EXCUSED)
    assert cell.history.all()[0].names == (member.full_name,)
    cell.history.undo()
    assert not any(row.recorded for row in cell.attendance.sheet(session.id))


def test_doing_something_else_ends_what_could_be_done_again(cell):
    cell.members.save(cell.members.new("Hoàng Văn Thử"))
    cell.history.undo()
    cell.members.save(cell.members.new("Hoàng Thị Thử"))
    assert cell.history.redo() is None
    assert not any(each.undone for each in cell.history.all())


def test_what_has_changed_since_is_left_alone(cell):
    member = cell.members.save(cell.members.new("Hoàng Văn Thử"))
    cell.members.save(replace(member, kind=MemberKind.PROBATIONARY))
    with cell._store.transaction(), cell._store.unnoted():
        cell._store.members.put(replace(cell.members.get(member.id), kind=MemberKind.OFFICIAL))
    turned = cell.history.undo()
    assert turned.left == 1
    assert cell.members.get(member.id).kind is MemberKind.OFFICIAL


def test_the_founding_of_a_book_is_not_taken_back(cell):
    while cell.history.undo():
        pass
    assert cell.units.own().name
    assert cell.units.profile()


def test_nothing_to_take_back_is_said(cell):
    while cell.history.undo():
        pass
    assert cell.history.undo() is None
