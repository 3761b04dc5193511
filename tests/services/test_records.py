import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import fields

from qtapp.domain.catalogue import RECORDS
from qtapp.domain.errors import (
    AppError,
    Cancelled,
    FileUnreadable,
    LinesRejected,
    NotFound,
    NotImportable,
    SecretRefused,
    TableTooLarge,
)
from qtapp.domain.reasons import Reason
from qtapp.services import records
from tests.make import a_document_in, a_session_in, a_wave_in, an_id


@pytest.fixture
def lines(tmp_path):
    def write(*values):
        path = tmp_path / "bản ghi.jsonl"
        texts = [each if isinstance(each, str) else json.dumps(each) for each in values]
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    return write


def rejected(cell, table, path):
    with pytest.raises(LinesRejected) as caught:
        cell.records.read(table, path)
    return [(each.line, each.field, each.reason) for each in caught.value.problems]


def test_what_is_exported_comes_in_again_as_it_was(cell, tmp_path):
    before = cell.members.all()
    path = tmp_path / "đảng viên.jsonl"
    path.write_bytes(b"\n".join(cell.records.all("members")))
    for member in before:
        cell.members.remove(member.id)
    assert cell.records.read("members", path) == len(before)
    assert cell.members.all() == before


def test_id_and_unit_may_be_left_out(cell, lines):
    assert cell.records.read("members", lines({"full_name": "Mã Thị Sen"})) == 1
    added = next(each for each in cell.members.all() if each.full_name == "Mã Thị Sen")
    assert added.unit == cell.units.own().id


def test_blank_lines_and_a_byte_order_mark_do_no_harm(cell, lines):
    path = lines("\ufeff" + json.dumps({"full_name": "Mã Thị Sen"}), "", "  ")
    assert cell.records.read("members", path) == 1


def test_one_wrong_line_rejects_all_with_line_numbers(cell, lines):
    before = cell.members.all()
    path = lines(
        {"full_name": "Mã Thị Sen"},
        {"full_name": ""},
        {"full_name": "Lò Văn Tài", "status": "dancing"},
        {"full_name": "Lò Văn Tài", "table": "x"},
        {"full_name": "Lò Văn Tài", "id": "1"},
        {"full_name": "Lò Văn Tài", "unit": an_id(7)},
        {"birth": "1980"},
        "không phải JSON",
        "[1]",
        {"full_name": "Lò Văn Tài", "birth": "2/5/1980"},
    )
    assert rejected(cell, "members", path) == [
        (2, "full_name", Reason.EMPTY),
        (3, "status", Reason.NOT_IN_LIST),
        (4, "table", Reason.NOT_ALLOWED_HERE),
        (5, "id", Reason.WRONG_TYPE),
        (6, "unit", Reason.NOT_ALLOWED_HERE),
        (7, "full_name", Reason.EMPTY),
        (8, "", Reason.WRONG_TYPE),
        (9, "", Reason.WRONG_TYPE),
        (10, "birth", Reason.NOT_A_DATE),
    ]
    assert cell.members.all() == before


def test_a_document_with_a_secrecy_grade_is_refused(cell, lines):
    path = lines({"number": "1-NQ/TU", "name": "Báo cáo TỐI MẬT"})
    with pytest.raises(SecretRefused):
        cell.records.read("documents", path)
    assert cell.documents.all() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"issuer": "Ban mẫu (MẬT)"}, "issuer"),
        ({"secrecy": "Mật"}, "secrecy"),
        ({"secrecy": "tối mật"}, "secrecy"),
        ({"secrecy": "TUYỆT MẬT"}, "secrecy"),
        ({"attachments": [{"name": "MẬT.pdf", "sha256": "a" * 64, "size": 1}]}, "attachments"),
    ],
    ids=str,
)
def test_a_line_with_any_mark_of_secrecy_is_refused_by_its_number(cell, lines, values, field):
    plain = {"number": "1-NQ/TU", "name": "Nghị quyết mẫu"}
    with pytest.raises(SecretRefused) as caught:
        cell.records.read("documents", lines(plain, plain | values))
    assert (caught.value.line, caught.value.where) == (2, field)
    assert cell.documents.all() == []


def test_ids_that_follow_from_a_record_need_not_be_given(cell, lines):
    wave = a_wave_in(cell)
    session, member = a_session_in(cell, wave), cell.members.all()[0]
    document = a_document_in(cell, "9-NQ/TW")
    of_wave, of_member = {"wave": wave.id}, {"member": member.id}
    for table, values in (
        ("wave_documents", of_wave | {"document": document.id}),
        ("study_plans", of_wave | {"number": "5-KH/CB"}),
        ("attendance", of_member | {"session": session.id, "status": "late"}),
        ("essays", of_wave | of_member | {"state": "submitted"}),
        ("action_plans", of_wave | {"name": "Kế hoạch mẫu"}),
        ("profiles", {"place": "Suối Mẫu"}),
    ):
        assert cell.records.read(table, lines(values)) == 1
    essay = next(row.essay for row in cell.essays.sheet(wave.id) if row.member == member)
    assert cell.records.read("essay_texts", lines({"essay": essay.id, "text": "Viết"})) == 1
    assert len(cell.waves.documents(wave.id)) == 2
    assert cell.waves.study_plan(wave.id).number == "5-KH/CB"
    assert [row.status.value for row in cell.attendance.sheet(session.id) if row.recorded] == [
        "late"
    ]
    assert essay.state.value == "submitted"
    assert cell.essays.text(essay).text == "Viết"
    assert cell.plans.of(wave.id).name == "Kế hoạch mẫu"
    assert cell.units.profile().place == "Suối Mẫu"
    assert rejected(cell, "study_plans", lines(of_wave, of_wave | {"id": an_id(5)})) == [
        (2, "id", Reason.NOT_ALLOWED_HERE)
    ]


@pytest.mark.parametrize(
    ("table", "values", "field", "reason"),
    [
        ("members", {"full_name": "  "}, "full_name", Reason.EMPTY),
        ("members", {"full_name": "A", "birth": "2026-02-30"}, "birth", Reason.NOT_A_DATE),
        ("documents", {"number": " ", "name": "A"}, "number", Reason.EMPTY),
        ("waves", {"name": ""}, "name", Reason.EMPTY),
        (
            "waves",
            {"name": "A", "starts_on": "2026-11-02", "ends_on": "2026-11-01"},
            "ends_on",
            Reason.BEFORE_START,
        ),
        ("sessions", {"name": "A", "wave": an_id(404)}, "wave", Reason.NOT_IN_LIST),
        (
            "sessions",
            {"name": "A", "wave": an_id(404), "starts_at": "2026-99-99T99:99"},
            "starts_at",
            Reason.NOT_A_DATE,
        ),
        ("agenda_items", {"name": "A", "session": an_id(404)}, "session", Reason.NOT_IN_LIST),
        ("tasks", {"content": "A", "plan": an_id(404)}, "plan", Reason.NOT_IN_LIST),
        (
            "task_progress",
            {"task": an_id(404), "noted_on": "2026-11-20"},
            "task",
            Reason.NOT_IN_LIST,
        ),
        ("essay_texts", {"essay": an_id(404)}, "essay", Reason.NOT_IN_LIST),
        ("units", {"name": "A", "kind": "cell", "parent": None}, "parent", Reason.EMPTY),
        ("units", {"name": "A", "kind": "cell", "position": 1 << 70}, "position", None),
    ],
    ids=lambda value: "" if isinstance(value, dict) else getattr(value, "name", str(value)),
)
def test_a_line_meets_the_rules_of_its_screen(cell, lines, table, values, field, reason):
    ((line, named, why),) = rejected(cell, table, lines("", values))
    assert (line, named) == (2, field)
    assert why is (reason or Reason.OUT_OF_RANGE)


def test_attendance_names_a_member_and_a_session_of_the_book(cell, lines):
    session = a_session_in(cell, a_wave_in(cell))
    member, gone = cell.members.all()[:2]
    cell.members.remove(gone.id)
    mark = {"session": session.id, "member": member.id, "status": "present"}
    path = lines(mark, mark | {"member": gone.id}, mark | {"session": an_id(404)})
    assert rejected(cell, "attendance", path) == [
        (2, "member", Reason.NOT_IN_LIST),
        (3, "session", Reason.NOT_IN_LIST),
    ]


def test_units_come_in_as_a_tree_and_never_as_a_ring(committee, lines):
    unit = {"name": "Đảng bộ bộ phận", "kind": "committee"}
    ring = [
        unit | {"id": an_id(8), "parent": an_id(9)},
        unit | {"id": an_id(9), "parent": an_id(8)},
    ]
    assert rejected(committee, "units", lines(*ring)) == [
        (1, "parent", Reason.NOT_ALLOWED_HERE),
        (2, "parent", Reason.NOT_ALLOWED_HERE),
    ]
    tree = [unit | {"id": an_id(8), "parent": an_id(9)}, unit | {"id": an_id(9)}]
    assert committee.records.read("units", lines(*tree)) == 2
    assert [each.id for each in committee.units.subordinates()][:2] == [an_id(9), an_id(8)]


def test_a_file_beyond_the_limits_is_refused(cell, lines, tmp_path, monkeypatch):
    path = lines(*({"full_name": "Mã Thị Sen"} for _ in range(4)))
    monkeypatch.setattr(records, "MOST_LINES", 3)
    with pytest.raises(TableTooLarge):
        cell.records.read("members", path)
    monkeypatch.setattr(records, "MOST_LINE_BYTES", 10)
    with pytest.raises(TableTooLarge):
        cell.records.read("members", path)
    with pytest.raises(FileUnreadable):
        cell.records.read("members", tmp_path / "không có.jsonl")


def test_stopping_writes_nothing(cell, lines):
    def stop(done, total):
        raise Cancelled

    before = cell.members.all()
    with pytest.raises(Cancelled):
        cell.records.read("members", lines({"full_name": "Mã Thị Sen"}), stop)
    assert cell.members.all() == before


def test_an_unknown_kind_is_not_found(cell, tmp_path):
    with pytest.raises(NotFound):
        cell.records.schema("passwords")
    with pytest.raises(NotFound):
        list(cell.records.all("passwords"))
    with pytest.raises(NotFound):
        cell.records.read("passwords", tmp_path / "x")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_kind_has_a_schema_that_names_its_fields(cell, record):
    schema = cell.records.schema(record.table)
    properties = schema["$defs"][record.__name__]["properties"]
    assert list(properties) == [each.name for each in fields(record)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60), max_size=5))
def test_any_garbage_is_refused_with_one_of_our_errors(cell, tmp_path, garbage):
    path = tmp_path / "rác.jsonl"
    path.write_bytes(b"\n".join(garbage))
    before = cell.members.all()
    with contextlib.suppress(AppError):
        assert cell.records.read("members", path) == 0
    assert cell.members.all() == before


def test_a_line_nested_a_thousand_deep_is_a_wrong_line(cell, lines):
    path = lines('{"full_name": ' + "[" * 5000 + "]" * 5000 + "}")
    assert rejected(cell, "members", path) == [(1, "", Reason.WRONG_TYPE)]


def test_what_is_given_twice_is_refused_with_its_line(cell, lines):
    one, two = {"id": an_id(5), "full_name": "Mã Thị Sen"}, {"id": an_id(5), "full_name": "Lò Tài"}
    before = cell.members.all()
    path = lines(
        one,
        two,
        '{"full_name": "A", "full_name": "B"}',
        '{"full_name": "A", "unit": "", "unit": ""}',
    )
    assert rejected(cell, "members", path) == [
        (2, "id", Reason.REPEATED),
        (3, "full_name", Reason.REPEATED),
        (4, "unit", Reason.REPEATED),
    ]
    nested = '{"number": "1", "name": "A", "attachments": [{"name": "a", "name": "b"}]}'
    assert rejected(cell, "documents", lines(nested)) == [(1, "name", Reason.REPEATED)]
    assert cell.members.all() == before


def test_two_marks_of_one_member_are_the_same_record(cell, lines):
    session, member = a_session_in(cell, a_wave_in(cell)), cell.members.all()[0]
    mark = {"session": session.id, "member": member.id, "status": "present"}
    path = lines(mark, mark | {"status": "late"})
    assert rejected(cell, "attendance", path) == [(2, "id", Reason.REPEATED)]


@pytest.mark.parametrize(
    "table", ["forwarded_figures", "devices", "revocations", "letters", "conflicts"]
)
def test_what_the_app_alone_writes_does_not_come_in(committee, cell, lines, table):
    for book in (committee, cell):
        with pytest.raises(NotImportable) as caught:
            book.records.read(table, lines({}))
        assert caught.value.table == table
        assert not book.records.may_come_in(table)


def test_every_kind_comes_in_or_is_the_apps_own(cell):
    own = {"forwarded_figures", "devices", "revocations", "letters", "conflicts"}
    assert {each for each in cell.records.tables() if not cell.records.may_come_in(each)} == own


def fitting(book):
    """Return a line of each of some kinds that the import takes as it is."""
    wave = a_wave_in(book)
    attachment = {"name": "a.pdf", "sha256": "a" * 64, "size": 1}
    return {
        "members": {"full_name": "Mã Thị Sen", "birth": "1980"},
        "documents": {"number": "1-KH/CB", "name": "Kế hoạch", "attachments": [attachment]},
        "waves": {"name": "Đợt"},
        "sessions": {"name": "Buổi", "wave": wave.id},
        "essays": {"wave": wave.id, "member": book.members.all()[0].id},
        "paper_texts": {"about": wave.id, "kind": "plan", "parts": [{"name": "a", "text": "b"}]},
    }


@pytest.mark.parametrize(
    "table", ["members", "documents", "waves", "sessions", "essays", "paper_texts"]
)
def test_the_schema_asks_for_what_the_import_asks_for(cell, lines, table):
    line = fitting(cell)[table]
    own = definition(cell, table)
    assert set(own["required"]) <= line.keys()
    assert own["additionalProperties"] is False
    for name in line:
        rest = lines({each: value for each, value in line.items() if each != name})
        if name in own["required"]:
            assert [each[1] for each in rejected(cell, table, rest)] == [name]
        else:
            assert cell.records.read(table, rest) == 1
    assert rejected(cell, table, lines(line | {"x": 1})) == [(1, "x", Reason.NOT_ALLOWED_HERE)]


@pytest.mark.parametrize(
    ("table", "field"), [("documents", "attachments"), ("paper_texts", "parts")]
)
def test_nothing_unknown_is_lost_inside_a_field(cell, lines, table, field):
    line = fitting(cell)[table]
    assert cell.records.read(table, lines(line)) == 1
    line[field][0]["x"] = 1
    assert rejected(cell, table, lines(line)) == [(1, field, Reason.NOT_ALLOWED_HERE)]
    inner = [each for each in cell.records.schema(table)["$defs"].values() if "properties" in each]
    assert all(each["additionalProperties"] is False for each in inner)


def test_the_schema_of_a_required_text_wants_a_letter(cell):
    assert definition(cell, "waves")["properties"]["name"]["pattern"] == r"\S"


def test_the_schema_says_what_does_not_come_in(cell):
    assert cell.records.schema("devices")["readOnly"]
    assert "readOnly" not in cell.records.schema("members")


def definition(book, table):
    schema = book.records.schema(table)
    return schema["$defs"][schema["$ref"].rpartition("/")[2]]


def test_a_cell_has_no_units_below_it(cell, committee, lines):
    unit = {"name": "Tổ đảng", "kind": "cell"}
    assert rejected(cell, "units", lines(unit)) == [(1, "parent", Reason.NOT_ALLOWED_HERE)]
    below = unit | {"parent": committee.units.cells()[0].id}
    assert rejected(committee, "units", lines(unit, below)) == [
        (2, "parent", Reason.NOT_ALLOWED_HERE)
    ]


def test_the_own_unit_comes_in_again(cell, tmp_path):
    path = tmp_path / "đơn vị.jsonl"
    path.write_bytes(b"\n".join(cell.records.all("units")))
    assert cell.records.read("units", path) == 1
