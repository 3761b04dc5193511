from qtapp.domain.record import Reach
from qtapp.domain.units import Profile, Unit, UnitKind
from tests.make import UNIT, an_id


def test_a_tree_is_written_from_above_and_a_letterhead_by_the_unit_itself():
    assert Unit.reach is Reach.DOWN
    assert Profile.reach is Reach.UP


def test_a_letterhead_starts_with_what_is_usual_for_a_cell():
    profile = Profile(id=an_id(1), unit=UNIT)
    assert (profile.authority, profile.signer_title) == ("T/M CHI BỘ", "BÍ THƯ")
    assert (profile.attendance_target, profile.exempt_count_if_present) == (95, True)
    assert [kind.label for kind in UnitKind] == ["chi bộ", "cấp ủy"]
