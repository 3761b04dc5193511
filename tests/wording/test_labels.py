import pytest
from msgspec.structs import fields

from qtapp.domain.catalogue import RECORDS
from qtapp.domain.record import Record
from qtapp.wording.labels import field_label, table_label


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_field_of_every_record_has_a_vietnamese_name(record: type[Record]) -> None:
    unnamed = [
        each.name for each in fields(record) if field_label(each.name, record.table) == each.name
    ]
    assert unnamed == []


def test_one_field_name_may_mean_two_things() -> None:
    assert field_label("kind", "members") != field_label("kind", "sessions")


def test_an_unknown_field_keeps_its_name() -> None:
    assert field_label("dân_số") == "dân_số"


def test_a_kind_of_record_is_named() -> None:
    assert table_label("waves") == "Đợt học tập"
