import pytest

from qtapp.bundle.manifest import new_manifest
from qtapp.bundle.seal import Opened
from qtapp.bundle.writers import Writer
from qtapp.domain.attendance import Attendance
from qtapp.domain.devices import Device, Revocation
from qtapp.domain.errors import BundleOutOfScope
from qtapp.domain.forwarded import ForwardedFigures
from qtapp.domain.waves import Wave
from qtapp.services.scope import Scope
from tests.make import an_id

OWN, ABOVE, BELOW, OTHER = (an_id(each) for each in range(1, 5))


def a_scope(
    sender: str, writer: str, *, from_above: bool = False, is_committee: bool = False
) -> Scope:
    manifest = new_manifest(id=an_id(9), kind="up", unit=sender, signer=an_id(8))
    writers = [Writer(id=an_id(7), unit=writer)]
    opened = Opened(
        manifest=manifest, chain=(), writers=writers, know=[], inner=b"", payload=memoryview(b"")
    )
    return Scope(
        sender=sender,
        own=OWN,
        from_above=from_above,
        is_committee=is_committee,
        others=frozenset(),
        opened=opened,
    )


def test_a_unit_speaks_for_itself_only():
    a_scope(BELOW, BELOW).check_writers()
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, OTHER).check_writers()


def test_what_goes_down_only_does_not_come_from_below():
    assert a_scope(BELOW, BELOW).owner(Attendance, {BELOW}) == BELOW
    assert a_scope(ABOVE, ABOVE, from_above=True).owner(Wave, {ABOVE}) == ABOVE
    with pytest.raises(BundleOutOfScope):
        a_scope(ABOVE, ABOVE, from_above=True).owner(Attendance, {ABOVE})


def test_a_cell_sends_what_goes_up_and_a_committee_what_names_nobody():
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, BELOW).owner(ForwardedFigures, {BELOW})
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, BELOW, is_committee=True).owner(Attendance, {BELOW})
    committee = a_scope(BELOW, BELOW, is_committee=True)
    for record in (ForwardedFigures, Device, Revocation):
        assert committee.owner(record, {BELOW}) == BELOW
    for record in (Device, Revocation):
        assert a_scope(BELOW, BELOW).owner(record, {BELOW}) == BELOW


def test_a_unit_gets_back_whatever_it_had_sent():
    for record in (Attendance, ForwardedFigures, Device):
        assert a_scope(ABOVE, OWN, from_above=True).owner(record, {OWN}) == OWN


def test_rows_of_two_owners_in_one_section_have_none():
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, BELOW).owner(Attendance, {BELOW, OTHER})
    with pytest.raises(BundleOutOfScope):
        a_scope(BELOW, BELOW).owner(None, {BELOW, OTHER})
