from hypothesis import given, strategies as st

from qtapp.domain.record import Reach
from qtapp.domain.units import Profile, Unit, UnitKind, is_below_itself
from tests.make import UNIT, an_id


def test_a_tree_is_written_from_above_and_a_letterhead_by_the_unit_itself():
    assert Unit.reach is Reach.DOWN
    assert Profile.reach is Reach.UP


def test_a_letterhead_starts_with_what_is_usual_for_a_cell():
    profile = Profile(id=an_id(1), unit=UNIT)
    assert (profile.authority, profile.signer_title) == ("T/M CHI BỘ", "BÍ THƯ")
    assert (profile.attendance_target, profile.exempt_count_if_present) == (95, True)
    assert [kind.label for kind in UnitKind] == ["chi bộ", "cấp ủy"]


units = st.sampled_from("abcd")


@given(st.dictionaries(units, st.none() | units), units)
def test_a_unit_is_below_itself_if_the_way_up_comes_back(parents, unit):
    above = [unit]
    for _ in parents:
        above.append(parents.get(above[-1]))
    assert is_below_itself(unit, parents) is (unit in above[1:])
