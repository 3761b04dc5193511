from typing import get_args

import pytest
from msgspec.structs import fields

from qtapp.domain.catalogue import BY_TABLE, RECORDS, REFERENCES
from qtapp.domain.ids import RecordId
from qtapp.domain.record import Record, data_fields


def every_record(kind=Record):
    for each in kind.__subclasses__():
        yield each
        yield from every_record(each)


def test_every_record_type_is_listed_once():
    ours = {each.__name__ for each in every_record() if each.__module__.startswith("qtapp.")}
    assert ours == {each.__name__ for each in RECORDS}
    assert len(BY_TABLE) == len(RECORDS)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_record_is_a_frozen_value_with_a_title(record):
    assert record.__struct_config__.frozen
    assert record.title[0].isupper()
    assert record.__doc__


def test_nothing_the_law_protects_has_a_field():
    names = {each.name for record in RECORDS for each in fields(record)}
    assert not names & {"ethnicity", "religion", "address", "origin", "id_number"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)
def test_every_field_with_another_records_id_says_which_table_it_lies_in(record):
    ids = {
        each.name for each in data_fields(record) if RecordId in (each.hint, *get_args(each.hint))
    }
    elsewhere = {"subject", "about", "cell", "invitation", "holder"}
    assert ids - elsewhere == {each.name for each in data_fields(record)} & set(REFERENCES)
    assert set(REFERENCES.values()) <= set(BY_TABLE)
