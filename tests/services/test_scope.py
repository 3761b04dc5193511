import pytest

from qtapp.bundle.manifest import new_manifest
from qtapp.bundle.seal import Opened
from qtapp.bundle.writers import Writer
from qtapp.domain.attendance import Attendance
from qtapp.domain.errors import BundleOutOfScope
from qtapp.domain.waves import Wave
from qtapp.services.scope import Scope
from tests.make import an_id

OWN, ABOVE, BELOW, OTHER = (an_id(each) for each in range(1, 5))


def a_scope(sender: str, writer: str, *, from_above: bool = False) -> Scope:
    manifest = new_manifest(id=an_id(9), kind="up", unit=sender, signer=an_id(8))
    writers = [Writer(id=an_id(7), unit=writer)]
    opened = Opened(
        manifest=manifest, chain=(), writers=writers, know=[], inner=b"", payload=memoryview(b"")
    )
    return Scope(sender=sender, own=OWN, from_above=from_above, others=frozenset(), opened=opened)


def test_a_unit_speaks_for_itself_only():
    a_scope(BELOW, BELOW).check_writers()
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, OTHER).check_writers()


def test_what_goes_down_only_does_not_come_from_below():
    assert a_scope(BELOW, BELOW).owner(Attendance, {BELOW}) == BELOW
    assert a_scope(ABOVE, ABOVE, from_above=True).owner(Wave, {ABOVE}) == ABOVE
    with pytest.raises(BundleOutOfScope):
        a_scope(ABOVE, ABOVE, from_above=True).owner(Attendance, {ABOVE})


def test_rows_of_two_owners_in_one_section_have_none():
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, BELOW).owner(Attendance, {BELOW, OTHER})
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, BELOW).owner(None, {BELOW, OTHER})
