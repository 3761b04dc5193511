from datetime import date

import msgspec
import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import envelope, limits, strictjson
from qtapp.bundle.part import (
    PART,
    Facts,
    is_bundle,
    join,
    part_name,
    read_part,
    split,
)
from qtapp.domain.errors import (
    BundleDamaged,
    BundleIncomplete,
    BundleTooLarge,
    FileUnreadable,
    NotABundle,
)

ID = "0123456789abcdef" * 2
FACTS = Facts(id=ID, kind="up", to="00ff00ff", label="Chi bộ thôn Hòa Bình")
SMALL = envelope.OVERHEAD + limits.HEADER_BYTES + 10


def parts_of(data, size=SMALL, facts=FACTS):
    return [read_part(each) for each in split(data, facts, size)]


def with_header(**changes):
    """A whole part whose header says something else."""
    header, body = envelope.unwrap(PART, split(b"sealed", FACTS)[0])
    value = {**msgspec.json.decode(header), **changes}
    return envelope.wrap(PART, strictjson.dumps(value), bytes(body))


@given(st.binary(max_size=200), st.randoms(use_true_random=False), st.lists(st.integers(0, 19)))
def test_parts_join_in_any_order_and_any_number_of_times(data, random, doubles):
    parts = parts_of(data)
    shuffled = parts + [parts[each % len(parts)] for each in doubles]
    random.shuffle(shuffled)
    assert join(shuffled) == data


def test_missing_parts_are_named():
    parts = parts_of(bytes(range(45)))
    assert len(parts) == 5
    with pytest.raises(BundleIncomplete) as caught:
        join([parts[3], parts[0]])
    assert (caught.value.missing, caught.value.total) == ((2, 3, 5), 5)


def test_no_parts_at_all_are_incomplete():
    with pytest.raises(BundleIncomplete):
        join([])


def test_parts_of_two_bundles_do_not_mix():
    one, other = parts_of(b"a" * 30), parts_of(b"b" * 30)
    with pytest.raises(BundleDamaged) as caught:
        join([*one[:2], other[2]])
    assert caught.value.at == "mixed parts"


def test_two_different_parts_with_one_number_are_damage():
    parts = parts_of(b"a" * 30)
    forged = msgspec.structs.replace(parts[1].header, off=0)
    with pytest.raises(BundleDamaged) as caught:
        join([*parts, type(parts[1])(header=forged, slice=parts[1].slice)])
    assert caught.value.at == "parts differ"


def test_parts_that_leave_a_hole_are_damage():
    first, second, third = parts_of(b"a" * 30)
    moved = msgspec.structs.replace(second.header, off=second.header.off + 1)
    with pytest.raises(BundleDamaged) as caught:
        join([first, type(second)(header=moved, slice=second.slice), third])
    assert caught.value.at == "parts differ"


def test_parts_that_add_up_to_something_else_are_damage():
    first, second, third = parts_of(b"a" * 30)
    other = type(second)(header=second.header, slice=memoryview(b"b" * 10))
    with pytest.raises(BundleDamaged) as caught:
        join([first, other, third])
    assert caught.value.at == "joined"


def test_a_part_keeps_within_the_size_asked_for():
    for each in split(bytes(100_000), FACTS, 20_000):
        assert len(each) <= 20_000


def test_a_single_part_takes_everything():
    assert len(split(bytes(100_000), FACTS, None)) == 1


@pytest.mark.parametrize(
    ("size", "part_size", "limit"),
    [
        (limits.PART_BYTES, None, "parts"),
        (limits.PARTS * 10 + 1, SMALL, "parts"),
    ],
)
def test_too_many_parts_are_refused(size, part_size, limit):
    with pytest.raises(BundleTooLarge) as caught:
        split(bytes(size), FACTS, part_size)
    assert caught.value.limit == limit


def test_a_bundle_beyond_the_limit_is_not_split(monkeypatch):
    monkeypatch.setattr(limits, "BUNDLE_BYTES", 100)
    with pytest.raises(BundleTooLarge) as caught:
        split(bytes(101), FACTS)
    assert caught.value.limit == "bundle"


def test_the_header_tells_what_the_part_is():
    header = parts_of(b"sealed", limits.DEFAULT_PART_BYTES)[0].header
    assert (header.id, header.kind, header.to, header.label) == (
        FACTS.id,
        FACTS.kind,
        FACTS.to,
        FACTS.label,
    )
    assert (header.part, header.parts, header.off, header.length, header.total) == (1, 1, 0, 6, 6)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "short"},
        {"id": ID + "\n"},
        {"part": 0},
        {"part": 2},
        {"parts": 1000},
        {"parts": "1"},
        {"len": 7},
        {"off": 1},
        {"off": -1},
        {"total": 2**40},
        {"sha256": "00"},
        {"kind": "../up"},
        {"to": "zz"},
        {"label": "evil\u202egpj"},
        {"label": "x" * 121},
        {"label": None},
    ],
)
def test_a_header_that_does_not_describe_its_part_is_damage(changes):
    with pytest.raises(BundleDamaged) as caught:
        read_part(with_header(**changes))
    assert caught.value.at == "header"


def test_what_a_later_version_adds_to_the_header_is_passed_over():
    assert bytes(read_part(with_header(colour="red")).slice) == b"sealed"


def test_a_part_is_read_from_its_file(tmp_path):
    path = tmp_path / "renamed.bin"
    path.write_bytes(split(b"sealed", FACTS)[0])
    assert join([read_part(path)]) == b"sealed"


def test_a_foreign_file_is_named(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_bytes(b"hello")
    with pytest.raises(NotABundle) as caught:
        read_part(path)
    assert caught.value.path == str(path)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(FileUnreadable) as caught:
        read_part(tmp_path / "absent.cbdl")
    assert caught.value.path == str(tmp_path / "absent.cbdl")


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.cbdl"
    with path.open("wb") as file:
        file.write(PART.magic)
        file.truncate(limits.PART_BYTES + 1)
    with pytest.raises(BundleTooLarge):
        read_part(path)


def test_an_empty_copy_on_the_stick_is_foreign_and_a_short_one_cut(tmp_path):
    path = tmp_path / "x.cbdl"
    path.write_bytes(b"")
    with pytest.raises(NotABundle):
        read_part(path)
    path.write_bytes(split(b"sealed", FACTS)[0][:100])
    with pytest.raises(BundleDamaged) as caught:
        read_part(path)
    assert caught.value.at == "cut short"


def test_bundles_are_known_by_their_first_bytes():
    assert is_bundle(split(b"sealed", FACTS)[0][:8])
    assert not is_bundle(b"PK\x03\x04....")


def test_file_names_are_short_and_plain():
    name = part_name("0" * 28 + "beef", date(2026, 3, 14), FACTS, 1, 3)
    assert name == "CBbeef-20260314-01234567-p1of3.cbdl"
    assert len(part_name("f" * 32, date(2026, 3, 14), FACTS, 999, 999)) <= 60
