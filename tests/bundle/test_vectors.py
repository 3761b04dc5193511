from hypothesis import given, strategies as st

from qtapp.bundle.vectors import advanced, assigned, covers, knows, merged, minimum

vectors = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5))


@given(vectors, vectors)
def test_the_merged_vector_covers_both_and_nothing_less_does(a, b):
    both = merged(a, b)
    assert covers(both, a)
    assert covers(both, b)
    for writer, seq in both.items():
        smaller = {**both, writer: seq - 1}
        assert not (covers(smaller, a) and covers(smaller, b))


@given(vectors, vectors, vectors)
def test_merging_is_commutative_associative_and_idempotent(a, b, c):
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(merged(a, b), b) == merged(a, b)


@given(st.lists(vectors, min_size=1))
def test_the_minimum_is_covered_by_all_and_is_the_greatest_such(several):
    lowest = minimum(several)
    assert all(covers(each, lowest) for each in several)
    for writer in "abcd":
        greater = {**lowest, writer: lowest.get(writer, 0) + 1}
        assert not all(covers(each, greater) for each in several)


def test_the_minimum_of_nobody_is_nothing():
    assert minimum([]) == {}


@given(vectors, st.sampled_from("abcd"), st.integers(1, 6))
def test_a_vector_knows_every_commit_up_to_its_entry(vector, writer, seq):
    assert knows(vector, writer, seq) is covers(vector, {writer: seq})


def test_an_acknowledgement_is_replaced_even_by_less():
    before = {"peer": {"a": 9, "b": 2}, "other": {"a": 1}}
    assert assigned(before, "peer", {"a": 3}) == {"peer": {"a": 3}, "other": {"a": 1}}


@given(vectors, vectors, vectors)
def test_a_vector_advances_only_without_a_gap(own, base, vector):
    after = advanced(own, base, vector)
    assert after == (merged(own, vector) if covers(own, base) else merged(own, {}))
    assert covers(after, own)


def test_a_gap_in_one_dimension_holds_back_all_of_them():
    assert advanced({"a": 3}, {"a": 3, "b": 1}, {"a": 9, "b": 9}) == {"a": 3}
