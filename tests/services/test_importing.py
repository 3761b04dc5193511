import openpyxl
import pytest
from msgspec.structs import replace

from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import Cancelled, HeaderNotFound, Invalid, NotFound, TableFileError
from qtapp.domain.members import MemberStatus
from qtapp.domain.reasons import Reason
from qtapp.paths import resource
from qtapp.services.importing import IfKnown, ImportAction
from tests.make import a_session_in, a_wave_in

A = ImportAction
HEAD = "STT,Họ và tên,Ngày sinh,Số thẻ Đảng,Điện thoại,Chi bộ\n"


@pytest.fixture
def listed(tmp_path, cell):
    def read(*lines, head=HEAD):
        path = tmp_path / "danh sách.csv"
        rows = [f"{number},{line}" for number, line in enumerate(lines, 1)]
        path.write_text(head + "\n".join(rows), encoding="utf-8")
        return cell.importing.read(path)

    return read


def actions(plan):
    return [row.action for row in plan.rows]


def test_a_plan_writes_nothing_until_it_is_applied(cell, listed):
    before = cell.members.all()
    plan = cell.importing.plan(listed("Mã Thị Sen,1980,000000099999,0900000001,"))
    assert actions(plan) == [A.ADD]
    assert cell.members.all() == before
    assert cell.importing.apply(plan) == 1
    added = next(each for each in cell.members.all() if each.full_name == "Mã Thị Sen")
    assert (added.birth, added.card_number, added.phone) == ("1980", "000000099999", "0900000001")


def test_importing_twice_changes_nothing(cell, listed):
    source = listed("Mã Thị Sen,1980,000000099999,,", "Lò Văn Tài,12/3/1975,,,")
    cell.importing.apply(cell.importing.plan(source))
    again = cell.importing.plan(source)
    assert actions(again) == [A.SAME, A.SAME]
    assert cell.importing.apply(again) == 0


def test_the_card_number_tells_namesakes_apart(cell, listed):
    source = listed("Mã Thị Sen,1980,000000099991,,", "Mã Thị Sen,1980,000000099992,,")
    assert cell.importing.apply(cell.importing.plan(source)) == 2
    assert actions(cell.importing.plan(source)) == [A.SAME, A.SAME]


def test_a_known_member_takes_over_what_the_list_fills_and_keeps_the_rest(cell, listed):
    source = listed("Mã Thị Sen,1980,000000099999,0900000001,")
    cell.importing.apply(cell.importing.plan(source))
    plan = cell.importing.plan(listed("mã thị sen,02/05/1980,,0900000002,"))
    assert actions(plan) == [A.UPDATE]
    assert set(plan.rows[0].changed) == {"birth", "phone"}
    cell.importing.apply(plan)
    kept = next(each for each in cell.members.all() if each.phone == "0900000002")
    assert (kept.card_number, kept.birth) == ("000000099999", "1980-05-02")


def test_known_members_are_left_alone_when_asked(cell, listed):
    cell.importing.apply(cell.importing.plan(listed("Mã Thị Sen,1980,,,")))
    plan = cell.importing.plan(listed("Mã Thị Sen,1980,,0900000002,"), known=IfKnown.SKIP)
    assert actions(plan) == [A.SKIP]
    assert cell.importing.apply(plan) == 0


def test_a_namesake_of_another_year_is_another_person(cell, listed):
    cell.importing.apply(cell.importing.plan(listed("Mã Thị Sen,1980,,,")))
    assert actions(cell.importing.plan(listed("Mã Thị Sen,1990,,,"))) == [A.ADD]


def test_a_wrong_row_is_shown_with_its_line_and_field(cell, listed):
    plan = cell.importing.plan(listed("Mã Thị Sen,31/02/1980,,,", "Lò Văn Tài,1975,,,"))
    assert actions(plan) == [A.PROBLEM, A.ADD]
    assert [(each.line, each.field) for each in plan.rows[0].problems] == [(2, "birth")]
    assert plan.count(A.PROBLEM) == 1
    assert cell.importing.apply(plan) == 1


def test_only_the_rows_of_one_cell_are_taken_however_it_is_spelled(cell, listed):
    source = listed("Mã Thị Sen,1980,,,Chi bộ Nà Mẫu", "Lò Văn Tài,1975,,,Chi bộ Khuổi Mẫu")
    plan = cell.importing.plan(source, cell="chi bo NA MAU")
    assert [row.member.full_name for row in plan.rows] == ["Mã Thị Sen"]


def test_stopping_leaves_the_register_as_before(cell, listed):
    plan = cell.importing.plan(listed(*(f"Mã Thị Sen,19{50 + i},,," for i in range(40))))
    before = cell.members.all()

    def stop(done, total):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        cell.importing.apply(plan, stop)
    assert cell.members.all() == before


def test_a_file_without_headings_is_refused(cell, tmp_path):
    (tmp_path / "thư.csv").write_text("Kính gửi\nĐảng ủy xã\n", encoding="utf-8")
    with pytest.raises(HeaderNotFound):
        cell.importing.read(tmp_path / "thư.csv")
    (tmp_path / "rác.xlsx").write_bytes(b"PK\x03\x04" + bytes(1000))
    with pytest.raises(TableFileError):
        cell.importing.read(tmp_path / "rác.xlsx")


def test_the_sample_list_comes_in_whole(cell):
    plan = cell.importing.plan(cell.importing.read(resource("sample/danh-sach-dang-vien-mau.xlsx")))
    assert plan.count(A.ADD) == len(plan.rows) == 36
    cell.importing.apply(plan)
    members = cell.members.all()
    assert len(members) == 42
    assert {member.status for member in members} == {
        MemberStatus.ACTIVE,
        MemberStatus.EXEMPT,
        MemberStatus.TEMPORARY_AWAY,
    }
    assert all(len(member.id_tail) <= 4 for member in members)


def test_a_cell_is_not_taken_for_another_whose_name_begins_alike(cell, listed):
    source = listed(
        "Mã Thị Sen,1980,,,Chi bộ thôn 1", "Lò Văn Tài,1975,,,Chi bộ thôn 10", "Vi Thị Na,1970,,,"
    )
    plan = cell.importing.plan(source, cell="chi bo thon 1")
    assert [row.member.full_name for row in plan.rows] == ["Mã Thị Sen"]
    parts = cell.importing.plan(source, cell="thôn 1")
    assert len(parts.rows) == 2


def test_the_sheet_and_the_columns_can_be_chosen(cell, tmp_path):
    path = tmp_path / "hai trang.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["STT", "Họ và tên", "Ngày sinh"])
    book.active.append([1, "Mã Thị Sen", "1980"])
    other = book.create_sheet("Cũ")
    other.append(["Một", "Hai", "Ba"])
    other.append(["x", "Lò Văn Tài", "1975"])
    book.save(path)
    book.close()
    source = cell.importing.read(path, mapping={1: "full_name", 2: "birth"}, sheet="Cũ")
    assert [dict(row.values) for row in source.rows] == [
        {"full_name": "Lò Văn Tài", "birth": "1975"}
    ]
    assert [column.source for column in source.columns] == [None, "full_name", "birth"]


def test_two_people_whose_names_differ_by_a_tone_are_two_people(cell, listed):
    cell.importing.apply(cell.importing.plan(listed("Nguyễn Văn Hùng,,,,")))
    assert actions(cell.importing.plan(listed("Nguyễn Văn Hưng,,,,"))) == [A.ADD]


def test_the_same_person_twice_in_one_list_is_taken_once(cell, listed):
    plan = cell.importing.plan(listed("Lường Văn Pản,1980,,,", "LƯỜNG VĂN  PẢN,1980,,,"))
    assert actions(plan) == [A.ADD, A.PROBLEM]
    assert plan.rows[1].problems[0].reason is Reason.NAMESAKE_ABOVE


def test_two_namesakes_come_in_again_as_themselves(cell, listed):
    source = listed("Lý Văn An,,,0900000001,", "Lý Văn An,,,0900000002,")
    assert cell.importing.apply(cell.importing.plan(source)) == 2
    assert actions(cell.importing.plan(source)) == [A.SAME, A.SAME]
    turned = listed("Lý Văn An,,,0900000002,", "Lý Văn An,,,0900000001,")
    assert actions(cell.importing.plan(turned)) == [A.SAME, A.SAME]


def test_namesakes_that_nothing_tells_apart_come_in_when_the_user_says_so(cell, listed):
    source = listed("Lý Văn An,,,,", "Lý Văn An,,,,")
    assert actions(cell.importing.plan(source)) == [A.ADD, A.PROBLEM]
    plan = cell.importing.plan(source, known=IfKnown.ADD)
    assert actions(plan) == [A.ADD, A.ADD]
    cell.importing.apply(plan)
    for known in IfKnown:
        assert actions(cell.importing.plan(source, known=known)) == [A.SAME, A.SAME]


def test_a_row_that_may_mean_several_members_is_asked_about(cell, listed):
    for phone in ("0900000001", "0900000002"):
        cell.members.save(cell.members.new("Lý Văn An", phone=phone))
    plan = cell.importing.plan(listed("Lý Văn An,,,0900000003,"))
    assert [each.reason for each in plan.rows[0].problems] == [Reason.AMBIGUOUS]


def test_known_people_with_other_facts_are_added_when_asked_unless_the_card_is_theirs(cell, listed):
    cell.importing.apply(cell.importing.plan(listed("Mã Thị Sen,1980,000000099999,,")))
    source = listed("Mã Thị Sen,1980,000000099999,0900000001,", "Mã Thị Sen,1980,,0900000002,")
    assert actions(cell.importing.plan(source, known=IfKnown.ADD)) == [A.SKIP, A.ADD]


def test_less_exact_dates_and_capitals_change_nothing(cell, listed):
    cell.importing.apply(cell.importing.plan(listed("Mã Thị Sen,02/05/1980,000000099999,,")))
    assert actions(cell.importing.plan(listed("MÃ THỊ SEN,1980,000000099999,,"))) == [A.SAME]


def test_a_probationer_is_not_guessed_of_somebody_known_as_full_member(cell, listed):
    head = "STT,Họ và tên,Ngày sinh,Ngày vào Đảng,Ngày chính thức\n"
    cell.importing.apply(
        cell.importing.plan(listed("Mã Thị Sen,1980,1/2/2000,1/2/2001", head=head))
    )
    assert actions(cell.importing.plan(listed("Mã Thị Sen,1980,1/2/2000,", head=head))) == [A.SAME]


def test_the_last_import_is_taken_back(cell, listed):
    known = cell.members.save(cell.members.new("Mã Thị Sen", birth="1980", phone="1"))
    before = cell.members.all()
    assert cell.importing.last() == ""
    plan = cell.importing.plan(listed("Mã Thị Sen,02/05/1980,,2,", "Lò Văn Tài,1975,,,"))
    cell.importing.apply(plan)
    assert cell.importing.last() == "danh sách.csv"
    done = cell.importing.take_back()
    assert (done.removed, done.restored, list(done.kept)) == (1, 1, [])
    assert cell.members.all() == before
    assert cell.members.get(known.id) == known
    with pytest.raises(NotFound):
        cell.importing.take_back()


def test_whoever_was_changed_or_marked_since_stays(cell, listed):
    known = cell.members.save(cell.members.new("Mã Thị Sen", birth="1980", phone="1"))
    lines = ("Mã Thị Sen,1980,,2,", "Lò Văn Tài,1975,,,", "Lò Văn Tú,1975,,,", "Lò Văn Tư,1975,,,")
    cell.importing.apply(cell.importing.plan(listed(*lines)))
    at = {each.full_name: each for each in cell.members.all()}
    cell.members.save(replace(at["Mã Thị Sen"], phone="3"))
    cell.members.save(replace(at["Lò Văn Tài"], phone="4"))
    session = a_session_in(cell, a_wave_in(cell))
    cell.attendance.mark(session.id, at["Lò Văn Tú"].id, AttendanceStatus.PRESENT)
    done = cell.importing.take_back()
    assert (done.removed, done.restored) == (1, 0)
    assert sorted(done.kept) == ["Lò Văn Tài", "Lò Văn Tú", "Mã Thị Sen"]
    assert cell.members.get(known.id).phone == "3"


def test_an_import_that_changes_nothing_leaves_the_one_before_to_be_taken_back(cell, listed):
    source = listed("Lò Văn Tài,1975,,,")
    cell.importing.apply(cell.importing.plan(source))
    cell.importing.apply(cell.importing.plan(source))
    assert cell.importing.take_back().removed == 1


def test_kept_meanings_of_headings_are_used_again(cell, tmp_path):
    path = tmp_path / "lạ.csv"
    path.write_text("Một,Hai,Ba\nx,Lò Văn Tài,1975\n", encoding="utf-8")
    with pytest.raises(HeaderNotFound):
        cell.importing.read(path)
    source = cell.importing.read(path, mapping={1: "full_name", 2: "birth"})
    cell.importing.keep_profile("  Danh sách  xã ", source)
    again = cell.importing.read(path)
    assert (again.profile, again.rows) == ("Danh sách xã", source.rows)
    assert cell.importing.read(path, profile="danh sach xa").rows == source.rows
    with pytest.raises(HeaderNotFound):
        cell.importing.read(path, profile="")
    cell.importing.drop_profile("Danh sách xã")
    assert cell.importing.profiles() == []
    with pytest.raises(NotFound):
        cell.importing.drop_profile("Danh sách xã")
    with pytest.raises(Invalid):
        cell.importing.keep_profile("  ", source)


def test_a_card_repeated_in_a_list_renames_nobody(cell, listed):
    cell.importing.apply(cell.importing.plan(listed("Nguyễn Văn An,02/05/1980,030098000001,,")))
    before = cell.members.all()
    an = "Nguyễn Văn An,02/05/1980,030098000001,,"
    be = "Trần Thị Bé,03/06/1985,030098000001,,"
    for lines, fates in (((an, be), [A.SAME, A.PROBLEM]), ((be, an), [A.PROBLEM, A.SAME])):
        plan = cell.importing.plan(listed(*lines))
        assert actions(plan) == fates
        (problem,) = (each for row in plan.rows for each in row.problems)
        assert problem.field == "card_number"
        assert problem.line == fates.index(A.PROBLEM) + 2
        assert cell.importing.apply(plan) == 0
    assert cell.members.all() == before


def test_a_card_repeated_in_a_list_of_new_people_is_one_persons(cell, listed):
    source = listed("Nguyễn Văn An,1980,030098000001,,", "Trần Thị Bé,1985,030098000001,,")
    for known in IfKnown:
        plan = cell.importing.plan(source, known=known)
        assert actions(plan) == [A.ADD, A.PROBLEM]
        assert plan.rows[1].problems[0].reason is Reason.REPEATED


def test_somebody_whose_name_was_changed_is_known_by_card_and_day_of_birth(cell, listed):
    cell.importing.apply(cell.importing.plan(listed("Nguyễn Văn An,02/05/1980,030098000001,,")))
    plan = cell.importing.plan(listed("Nguyễn Hoài An,02/05/1980,030098000001,,"))
    assert actions(plan) == [A.UPDATE]
    assert plan.rows[0].changed == ("full_name",)
