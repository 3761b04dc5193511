import contextlib
import json
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qtapp.domain.catalogue import RECORDS
from qtapp.domain.errors import (
    AppError,
    Cancelled,
    FileUnreadable,
    LinesRejected,
    NotFound,
    Reason,
    SecretRefused,
    TableTooLarge,
)
from qtapp.services import records
from tests.make import an_id


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
