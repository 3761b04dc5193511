import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.members import MemberKind
from qtapp.services.book import open_book
from qtapp.services.history import Deed
from tests.make import (
    PASSPHRASE,
    Clock,
    a_cell_book,
    a_document_in,
    a_session_in,
    a_wave_in,
    an_environment,
)

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


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(tmp_path, clock):
    made = a_cell_book(tmp_path, environment=an_environment(clock=clock))
    yield made
    made.close()


def typed(book, member, **values):
    with book.history.typing():
        return book.members.save(replace(member, **values))


def test_a_run_of_typing_in_one_field_is_one_step(book, clock):
    member = book.members.save(book.members.new("Hoàng Văn Thử"))
    for words in ("B", "Bí", "Bí thư"):
        member = typed(book, member, party_role=words)
        clock.forward(seconds=20)
    assert [each.deed for each in book.history.all()] == [Deed.CHANGED, Deed.ADDED]
    book.history.undo()
    assert book.members.get(member.id).party_role == ""
    book.history.redo()
    assert book.members.get(member.id).party_role == "Bí thư"


def test_another_field_a_long_pause_or_another_deed_ends_the_run(book, clock):
    member = book.members.save(book.members.new("Hoàng Văn Thử"))
    member = typed(book, member, party_role="Bí thư")
    member = typed(book, member, phone="0912")
    member = typed(book, member, party_role="Phó")
    assert len(book.history.all()) == 4
    clock.forward(minutes=3)
    member = typed(book, member, party_role="Phó bí thư")
    assert len(book.history.all()) == 5
    book.members.save(book.members.new("Hoàng Thị Thử"))
    typed(book, member, party_role="Bí thư")
    assert len(book.history.all()) == 7


def test_what_is_typed_and_wiped_out_again_is_no_step(book):
    member = book.members.save(book.members.new("Hoàng Văn Thử"))
    member = typed(book, member, party_role="x")
    typed(book, member, party_role="")
    assert [each.deed for each in book.history.all()] == [Deed.ADDED]


def test_typing_after_an_undo_is_a_step_of_its_own(book):
    member = book.members.save(book.members.new("Hoàng Văn Thử"))
    member = typed(book, member, party_role="Bí thư")
    book.history.undo()
    book.history.redo()
    typed(book, member, party_role="Bí thư chi bộ")
    book.history.undo()
    assert book.members.get(member.id).party_role == "Bí thư"


def test_deeds_that_are_not_typed_stay_apart(book):
    session = a_session_in(book, a_wave_in(book))
    member = book.members.save(book.members.new("Hoàng Văn Thử"))
    before = len(book.history.all())
    for status in (AttendanceStatus.EXCUSED, AttendanceStatus.UNEXCUSED):
        book.attendance.mark(session.id, member.id, status)
    assert len(book.history.all()) == before + 2


def test_another_start_of_the_program_begins_another_step(tmp_path, clock):
    book = a_cell_book(tmp_path, environment=an_environment(clock=clock))
    member = typed(book, book.members.save(book.members.new("Hoàng Văn Thử")), party_role="Bí")
    book.close()
    again = open_book(book.path, an_environment(clock=clock), passphrase=PASSPHRASE)
    typed(again, member, party_role="Bí thư")
    assert len(again.history.all()) == 3
    again.close()


def test_a_new_name_of_a_cell_is_taken_back_and_told(committee):
    unit = committee.units.subordinates()[0]
    committee.units.save(replace(unit, name="Chi bộ thôn Thượng"))
    done = committee.history.undo().done
    assert (done.deed, done.table, done.names) == (Deed.CHANGED, "units", ("Chi bộ thôn Thượng",))
    assert committee.units.get(unit.id).name == unit.name


def test_a_cell_that_was_added_by_mistake_is_taken_back_unless_it_was_invited(committee, tmp_path):
    before = committee.units.subordinates()
    added = committee.units.add("Chi bộ gõ nhầm")
    committee.history.undo()
    assert committee.units.subordinates() == before
    committee.history.redo()
    committee.exchange.invite(added.id, tmp_path / "thư mời.cbmoi")
    assert committee.history.undo().left == 1
    assert added in committee.units.subordinates()


def test_units_that_are_handed_over_are_not_taken_back(committee, tmp_path):
    unit = committee.units.subordinates()[0]
    steps = len(committee.history.all())
    committee.exchange.let_go(unit.id)
    assert len(committee.history.all()) == steps


def test_what_came_from_elsewhere_in_between_is_not_taken_back_with_the_typing(book):
    member = book.members.save(book.members.new("Hoàng Văn Thử"))
    member = typed(book, member, party_role="Bí")
    with book.elsewhere() as other, other._store.transaction(), other._store.unnoted():
        other._store.members.put(replace(member, party_role="Phó bí thư"))
    typed(book, member, party_role="Bí thư")
    book.history.undo()
    assert book.members.get(member.id).party_role == "Phó bí thư"
