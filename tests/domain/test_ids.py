import uuid

from hypothesis import given, strategies as st

from qtapp.domain.ids import derived_id, family, uuid7

ids = st.binary(min_size=16, max_size=16).map(bytes.hex)
moments = st.integers(0, (1 << 48) - 1)


@given(moments, st.binary(min_size=10, max_size=10))
def test_a_new_id_is_a_uuid_of_version_7_that_tells_its_time(moment, random):
    text = uuid7(moment, random)
    found = uuid.UUID(text)
    assert (found.version, found.variant) == (7, uuid.RFC_4122)
    assert int(text[:12], 16) == moment


@given(moments, moments, st.binary(min_size=10, max_size=10))
def test_new_ids_sort_by_time(one, other, random):
    assert (uuid7(one, random) < uuid7(other, random)) == (one < other)


@given(ids, ids)
def test_two_laptops_derive_the_same_id_and_different_parts_another(parent, member):
    assert derived_id(parent, member) == derived_id(parent, member)
    assert derived_id(parent, member) != derived_id(parent, member, "x")
    low, high = family(parent)
    assert low <= derived_id(parent, member) <= high


def test_a_derived_id_never_changes():
    parent, member = "0123456789abcdef" * 2, "f" * 32
    assert derived_id(parent, member) == "0123456789abcdef3cc864043bd47372"
