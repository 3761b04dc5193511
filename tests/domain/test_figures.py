from hypothesis import given, strategies as st
from msgspec.structs import fields

from qtapp.domain.figures import Figures

counts = st.builds(Figures, **{each.name: st.integers(0, 10**6) for each in fields(Figures)})


@given(counts, counts)
def test_every_figure_adds_up(one, other):
    both = one + other
    for each in fields(Figures):
        assert getattr(both, each.name) == getattr(one, each.name) + getattr(other, each.name)


@given(counts, counts, counts)
def test_the_order_of_units_does_not_matter(one, other, third):
    assert (one + other) + third == third + (other + one)
