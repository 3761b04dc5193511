import hashlib

import msgspec
import pytest
from hypothesis import given, strategies as st

from qtapp.bundle import limits
from qtapp.bundle.sections import pack_raw
from qtapp.bundle.writers import NAME, WRITERS, Context, Writer, pack_writers, unpack_writers
from qtapp.domain.errors import BundleDamaged, BundleError, BundleTooLarge

A, B = "a" * 32, "b" * 32
ids = st.binary(min_size=16, max_size=16).map(bytes.hex)
seqs = st.integers(0, limits.LAM - 1)


@st.composite
def contents(draw):
    writers = draw(
        st.lists(
            st.builds(
                Writer,
                id=ids,
                unit=ids,
                seq=seqs,
                device=ids,
                opened=seqs,
                whole=st.none() | seqs,
            ),
            max_size=4,
            unique_by=lambda each: each.id,
        )
    )
    places = st.integers(0, len(writers) - 1)
    seen = st.lists(st.tuples(places, seqs), max_size=3)
    parts = st.integers(0, 1)
    context = st.builds(Context, writer=places, seq=seqs, seen=seen, part=parts)
    contexts = st.lists(context, max_size=4)
    return writers, draw(contexts) if writers else []


def reading(content):
    packed = pack_raw(NAME, WRITERS, msgspec.json.encode(content))
    return unpack_writers(packed.section, packed.stored)


@given(contents())
def test_writers_come_back_with_what_they_had_seen(content):
    packed = pack_writers(*content)
    assert unpack_writers(packed.section, memoryview(packed.stored)) == content
    assert packed.section.rows == 0


def test_what_a_later_version_appends_is_passed_over():
    writers, contexts = reading(
        [[[A, B, 3, "", "1.0", 5, True, 2, "more"]], [[0, 1, [], 1, {}]], "more"]
    )
    assert writers == [Writer(id=A, unit=B, seq=3, app="1.0", opened=5, whole=2)]
    assert contexts == [Context(writer=0, seq=1, seen=[], part=1)]


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        [[[A, B]]],
        [[[A]], []],
        [[[A, "x"]], []],
        [[[A, B, -1]], []],
        [[[A, B], [A, B]], []],
        [[[A, B, 1, "", "a\u202e"]], []],
        [[[A, B]], [[1, 1, []]]],
        [[[A, B]], [[0, 1, [[1, 1]]]]],
        [[[A, B]], [[0, -1, []]]],
        [[[A, B]], [[0, 1, {A: 1}]]],
        [[[A, B]], [[0, 1, [], 2]]],
        [[[A, B, 1, "", "", 0, True, -1]], []],
    ],
    ids=repr,
)
def test_what_is_no_list_of_writers_is_damage(content):
    with pytest.raises(BundleDamaged) as caught:
        reading(content)
    assert caught.value.at == "writers"


@pytest.mark.parametrize(
    ("limit", "name", "content"),
    [
        ("writers", "WRITERS", [[[f"{n:032x}", B] for n in range(5)], []]),
        ("contexts", "CONTEXTS", [[[A, B]], [[0, n, []] for n in range(5)]]),
        ("vector", "VECTOR", [[[A, B]], [[0, 1, [[0, n] for n in range(5)]]]]),
    ],
)
def test_counts_beyond_a_limit_are_refused(monkeypatch, limit, name, content):
    monkeypatch.setattr(limits, name, 4)
    with pytest.raises(BundleTooLarge) as caught:
        reading(content)
    assert caught.value.limit == limit


def test_years_of_runs_weigh_a_few_dozen_bytes_each():
    count = 2000
    writers = [
        Writer(
            id=hashlib.sha256(str(n).encode()).hexdigest()[:32],
            unit=B,
            seq=n % 40 + 1,
            device=A,
            app="1.4.2",
            opened=1_790_000_000 + n * 172_817,
        )
        for n in range(count)
    ]
    contexts = [
        Context(writer=n, seq=1, seen=[(n - 1, writers[n - 1].seq)]) for n in range(1, count)
    ]
    assert len(pack_writers(writers, contexts).stored) < 40 * count


def test_every_flipped_byte_is_refused():
    packed = pack_writers([Writer(id=A, unit=B)], [])
    for position in range(len(packed.stored)):
        flipped = bytearray(packed.stored)
        flipped[position] ^= 1 << position % 8
        with pytest.raises(BundleError):
            unpack_writers(packed.section, bytes(flipped))
