from hypothesis import given, strategies as st

from qtapp.bundle.vectors import minimum

vectors = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5))


def covers(mine, theirs):
    return all(mine.get(writer, 0) >= seq for writer, seq in theirs.items())


@given(st.lists(vectors, min_size=1))
def test_the_minimum_is_covered_by_all_and_is_the_greatest_such(several):
    lowest = minimum(several)
    assert all(covers(each, lowest) for each in several)
    for writer in "abcd":
        greater = {**lowest, writer: lowest.get(writer, 0) + 1}
        assert not all(covers(each, greater) for each in several)


def test_the_minimum_of_nobody_is_nothing():
    assert minimum([]) == {}
