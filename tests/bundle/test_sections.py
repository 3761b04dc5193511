import hashlib
import json
import math
from contextlib import suppress
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import frames, limits
from qtapp.bundle.manifest import Section
from qtapp.bundle.sections import Table, pack_blob, pack_table, unpack_blob, unpack_table
from qtapp.domain.errors import BundleDamaged, BundleError, BundleTooLarge

names = st.from_regex(r"[a-z_][a-z0-9_]{0,10}", fullmatch=True)
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
lams = st.integers(0, limits.LAM - 1)
WRITERS = 3


@st.composite
def tables(draw):
    rows = draw(st.integers(1, 5))
    columns = draw(st.lists(names, unique=True, max_size=4))

    def column(values):
        return draw(st.lists(values, min_size=rows, max_size=rows))

    indexes = st.integers(0, rows - 1)
    writers = st.integers(0, WRITERS - 1)
    return Table(
        name=draw(names),
        columns=tuple(columns),
        data=[column(cells) for _ in columns],
        lam=column(lams),
        writer=column(writers),
        seq=column(lams),
        fv=draw(
            st.dictionaries(
                indexes,
                st.dictionaries(names, st.tuples(lams, writers, lams), min_size=1, max_size=3),
            )
        ),
        registers=draw(
            st.dictionaries(st.sampled_from(columns), names, max_size=3) if columns else st.just({})
        ),
    )


def a_table(**changes):
    given_fields = {
        "name": "members",
        "columns": ("id", "name"),
        "data": [["1", "2"], ["An", "Bình"]],
        "lam": [1, 2],
        "writer": [0, 1],
        "seq": [1, 1],
        **changes,
    }
    return Table(**given_fields)


def a_section(raw, name="members", rows=2, **changes):
    """A section around any bytes, and its stored form."""
    stored = frames.compress(raw)
    section = Section(
        name=name,
        codec="zcol1",
        off=0,
        clen=len(stored),
        rlen=len(raw),
        sha256=hashlib.sha256(stored).hexdigest(),
        rows=rows,
    )
    return msgspec.structs.replace(section, **changes), stored


def reading(raw, **changes):
    return unpack_table(*a_section(raw, **changes), WRITERS)


def exactly(table):
    """Everything about a table in one text: 1, 1.0 and True differ in it, orders of keys do not."""
    return json.dumps(msgspec.to_builtins(table), sort_keys=True)


@given(tables())
def test_a_table_comes_back_exactly(table):
    (packed,) = pack_table(table)
    back = unpack_table(packed.section, packed.stored, WRITERS)
    assert exactly(back) == exactly(table)
    assert packed.section.rows == table.rows
    assert back.name == packed.section.name


def test_a_long_table_comes_back_in_blocks():
    rows = limits.BLOCK_ROWS * 2 + 10
    table = Table(
        name="t",
        columns=("n",),
        data=[list(range(rows))],
        lam=list(range(rows)),
        writer=[0] * rows,
        seq=[1] * rows,
        fv={limits.BLOCK_ROWS: {"n": (5, 0, 5)}},
        registers={"n": "number"},
    )
    blocks = [unpack_table(each.section, each.stored, 1) for each in pack_table(table)]
    assert [each.rows for each in blocks] == [limits.BLOCK_ROWS, limits.BLOCK_ROWS, 10]
    assert [n for each in blocks for n in each.data[0]] == list(range(rows))
    assert blocks[1].fv == {0: {"n": (5, 0, 5)}}
    assert [each.registers for each in blocks] == [{"n": "number"}] * 3


def test_an_empty_table_needs_no_section():
    assert pack_table(a_table(data=[[], []], lam=[], writer=[], seq=[])) == []


def test_rows_too_long_for_one_section_are_spread_over_more():
    text = "".join(hashlib.sha256(bytes([each])).hexdigest() for each in range(256)) * 30
    rows = 100
    table = Table(
        name="essays",
        columns=("text",),
        data=[[text] * rows],
        lam=[1] * rows,
        writer=[0] * rows,
        seq=[1] * rows,
    )
    packed = pack_table(table)
    assert len(packed) > 1
    assert all(each.section.rlen <= limits.SECTION_BYTES for each in packed)
    assert sum(unpack_table(each.section, each.stored, 1).rows for each in packed) == rows


def test_rows_that_compress_too_well_are_spread_until_they_look_like_no_bomb():
    rows = 100
    table = Table(
        name="t",
        columns=("text",),
        data=[["a" * 100_000] * rows],
        lam=[1] * rows,
        writer=[0] * rows,
        seq=[1] * rows,
    )
    packed = pack_table(table)
    for each in packed:
        assert each.section.rlen <= max(limits.RATIO_FROM, limits.RATIO * each.section.clen)
    assert sum(each.section.rows for each in packed) == rows


def test_one_row_beyond_the_limits_is_refused():
    with pytest.raises(BundleTooLarge) as caught:
        pack_table(a_table(data=[["1", "2"], ["x" * limits.STRING, "y"]]))
    assert caught.value.limit == "row"


@pytest.mark.parametrize(
    "changes",
    [
        {"data": [["1", "2"], ["An"]]},
        {"data": [["1", "2"]]},
        {"columns": ("id", "id")},
        {"columns": ("id", "Tên")},
        {"writer": [0]},
        {"seq": [1, 1, 1]},
        {"lam": [1, -1]},
        {"lam": [1, limits.LAM]},
        {"writer": [0, limits.WRITERS]},
        {"writer": [0, -1]},
        {"fv": {2: {"name": (1, 0, 1)}}},
        {"fv": {0: {"name": (1, limits.WRITERS, 1)}}},
        {"fv": {-1: {"name": (1, 0, 1)}}},
        {"registers": {"more": "name"}},
        {"registers": {"name": "Tên"}},
        {"data": [["1", "2"], ["An", 2**63]]},
        {"data": [["1", "2"], ["An", ["list"]]]},
        {"data": [["1", "2"], ["An", b"bytes"]]},
        {"data": [["1", "2"], ["An", "\ud800"]]},
    ],
    ids=str,
)
def test_what_is_no_table_is_not_written(changes):
    with pytest.raises(BundleDamaged) as caught:
        pack_table(a_table(**changes))
    assert caught.value.at == "table"


def test_a_number_that_json_cannot_say_is_not_written():
    with pytest.raises(BundleDamaged):
        pack_table(a_table(data=[["1", "2"], [1.5, math.nan]]))


def test_too_many_columns_are_refused():
    columns = tuple(f"c{each}" for each in range(limits.COLUMNS + 1))
    with pytest.raises(BundleTooLarge):
        pack_table(a_table(columns=columns, data=[["1", "2"]] * len(columns)))
    many = dict.fromkeys((f"x{each}" for each in range(200)), (1, 0, 1))
    with pytest.raises(BundleTooLarge):
        pack_table(a_table(fv={0: many}))


GOOD = b'[["id","name"],[["1","2"],["An","B"]],[1,2],[0,1],[1,1],[],[]]'


def test_what_a_later_version_appends_is_passed_over():
    raw = GOOD[:-1] + b',{"colour":["red"]}]'
    assert reading(raw).columns == ("id", "name")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"An"', b"NaN"),
        (b'"An"', b"Infinity"),
        (b'"An"', b"1e999"),
        (b'"An"', b"9223372036854775808"),
        (b'"An"', b"1" * 100_000),
        (b'"An"', b'["An"]'),
        (b'"An"', b'{"a":1,"a":2}'),
        (b'"An"', b'"\\ud800"'),
        (b'"An"', b'"\xff"'),
        (b'"An"', b'"' + b"x" * (limits.STRING + 1) + b'"'),
        (b"[1,2]", b"[1]"),
        (b"[1,2]", b"[1,2,3]"),
        (b"[1,2]", b"[1,-2]"),
        (b"[1,2]", b"[1,4611686018427387904]"),
        (b"[1,2]", b"[1,2.5]"),
        (b"[0,1]", b"[0,3]"),
        (b"[0,1]", b"[0,-1]"),
        (b'"name"', b'"id"'),
        (b'"name"', b'"drop table"'),
        (b"[],[]", b'[[2,"name",1,0,1]],[]'),
        (b"[],[]", b'[[0,"name",1,3,1]],[]'),
        (b"[],[]", b'[[0,"name",1,0,1],[0,"name",2,0,2]],[]'),
        (b"[],[]", b'[],[["name","a"],["name","a"]]'),
        (b"[],[]", b'[],[["more","name"]]'),
        (b"[],[]", b'[],[["name","A"]]'),
        (b"[],[]", b"[]"),
        (b"[],[]", b"{},{}"),
        (GOOD, b"{}"),
        (GOOD, b""),
        (GOOD, b"null"),
    ],
    ids=lambda value: value[:40].decode("latin-1"),
)
def test_a_section_that_is_no_table_is_refused(old, new):
    raw = GOOD.replace(old, new, 1)
    assert raw != GOOD
    with pytest.raises(BundleDamaged) as caught:
        reading(raw)
    assert caught.value.at == "table"


@pytest.mark.parametrize("depth", [10, 100_000])
def test_deep_nesting_is_refused(depth):
    for raw in (
        b"[" * depth + b"]" * depth,
        GOOD[:-1] + b"," + b"[" * depth + b"]" * depth + b"]" * (depth > 10),
    ):
        with suppress(BundleDamaged, BundleTooLarge):
            reading(raw)
            assert depth == 10


def test_another_number_of_rows_than_declared_is_refused():
    with pytest.raises(BundleDamaged) as caught:
        reading(GOOD, rows=3)
    assert caught.value.at == "table"


def test_content_that_does_not_fit_its_hash_is_refused_before_it_is_opened():
    with pytest.raises(BundleDamaged) as caught:
        reading(b"not json", sha256="0" * 64)
    assert caught.value.at == "section hash"


def test_rows_without_any_writer_are_refused():
    section, stored = a_section(GOOD)
    with pytest.raises(BundleDamaged):
        unpack_table(section, stored, 0)


def test_every_flipped_byte_is_refused(attendance):
    (packed,) = pack_table(attendance)
    for position in range(len(packed.stored)):
        flipped = bytearray(packed.stored)
        flipped[position] ^= 1 << position % 8
        with pytest.raises(BundleError):
            unpack_table(packed.section, bytes(flipped), 1)


@given(st.binary(max_size=100))
def test_random_bytes_are_refused(raw):
    with pytest.raises(BundleDamaged):
        reading(raw)


@given(st.binary(max_size=100))
def test_an_attachment_comes_back_under_its_hash(data):
    packed = pack_blob(data)
    assert packed.section.name == hashlib.sha256(data).hexdigest()
    assert unpack_blob(packed.section, memoryview(packed.stored)) == data


def test_an_altered_attachment_is_refused():
    packed = pack_blob(b"scan")
    with pytest.raises(BundleDamaged) as caught:
        unpack_blob(packed.section, b"scam")
    assert caught.value.at == "section hash"


def test_an_attachment_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "BLOB_BYTES", 10)
    with pytest.raises(BundleTooLarge) as caught:
        pack_blob(bytes(11))
    assert caught.value.limit == "blob"


def test_tables_can_be_told_apart():
    assert a_table() == a_table()
    assert replace(a_table(), name="essays") != a_table()
