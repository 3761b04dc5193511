"""Joining: an invitation is read, and the book takes the place and the trust it gives."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from qtapp.bundle.invitation import Invitation, open_invitation
from qtapp.domain.catalogue import RECORDS
from qtapp.domain.errors import (
    BundleDamaged,
    BundleUntrusted,
    FileUnreadable,
    InvitationNotForHere,
    InvitationTooLate,
    InvitationUsed,
)
from qtapp.domain.plans import ActionPlan
from qtapp.domain.record import Record
from qtapp.domain.units import Unit
from qtapp.services.environment import Environment
from qtapp.services.identity import OWN, UPWARD, Identity
from qtapp.store.store import Store
from qtapp.store.table import RawRow

UNIT = "unit"
_MOST_INVITATION = 1 << 20
_NEVER = (0, 0, 0)


class Joining:
    """Takes invitations: of the committee above, or of another laptop of the unit."""

    def __init__(self, store: Store, environment: Environment, identity: Identity) -> None:
        self._store = store
        self._environment = environment
        self._identity = identity

    def join(self, invitation: Invitation, *, is_new_book: bool = False) -> Unit:
        """Take the identity an invitation gives, or a fresh place for the unit this book already is.

        A unit that moved joins its new committee so: the unit stays, whom it reports to changes. The
        letterhead that was made for a new book goes: it must not beat the unit's own when that comes back.
        Raises InvitationUsed for the one this book came with, InvitationNotForHere in a book of another
        unit, and InvitationTooLate in one that has others below it: they know its present identity.
        """
        mine = invitation.enrolment.unit
        self._check(invitation, mine)
        identity = self._identity
        own = identity.device_keys()
        serial = self._serial()
        chains = invitation.admit(own, serial)
        units = [msgspec.convert(dict(each), Unit) for each in invitation.units]
        named = {unit.id for unit in units}
        if any(not named.issuperset(chain[-1].path) for chain in chains):
            raise BundleDamaged("units")
        superior = next((each[0].unit for each in chains if each[0].unit != mine), "")
        with self._store.transaction():
            if self._store.unit != mine:
                _take_identity(self._store, mine)
            if is_new_book:
                self._store.write("DELETE FROM profiles")
            for chain in chains:
                name = OWN if chain[0].unit == mine else UPWARD
                identity.keep_chain(name, chain, invitation.secret)
            if superior:
                self._store.set_fact("superior", superior)
                self._store.set_fact(
                    "superior_recipients", msgspec.json.encode(list(invitation.recipients)).decode()
                )
            _place_units(self._store, self._store.unit_number(superior or mine), units)
            self._store.set_fact("device", serial)
            # This run has written already, before it had a name for its computer.
            self._store.write(
                "UPDATE writers SET device = ? WHERE id = ?", [serial, self._environment.writer]
            )
            identity.devices.enter(serial, own.recipient, chains[0][-2].serial)
        return self._store.units.get(mine)

    def _check(self, invitation: Invitation, mine: str) -> None:
        came_with = {
            chain[-2].serial
            for name in (OWN, UPWARD)
            if len(chain := self._identity.chain(name)) > 1
        }
        if invitation.enrolment.serial in came_with:
            raise InvitationUsed
        if self._store.unit == mine:
            return
        if self._identity.superior():
            raise InvitationNotForHere
        leads = any(unit.id != self._store.unit for unit in self._store.units.own())
        if leads or self._identity.chain(OWN):
            raise InvitationTooLate

    def _serial(self) -> str:
        """Return the serial this computer signs under: one for both sides of a committee."""
        is_root = self._identity.chain(OWN) and not self._identity.chain(UPWARD)
        known = self._store.fact("device") if is_root else ""
        return known or self._environment.random(16).hex()


def read_invitation(path: Path, code: str) -> Invitation:
    """Return the invitation in `path`; raises FileUnreadable and the BundleError family."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_INVITATION + 1)
    except OSError as error:
        raise FileUnreadable(str(path)) from error
    return open_invitation(data, code)


def invited_unit(invitation: Invitation) -> Unit:
    """Return the unit an invitation is for; raises BundleUntrusted if it does not say."""
    for each in invitation.units:
        if each.get("id") == invitation.enrolment.unit:
            try:
                return msgspec.convert(dict(each), Unit)
            except msgspec.ValidationError as error:
                raise BundleUntrusted("units") from error
    raise BundleUntrusted("units")


def _take_identity(store: Store, mine: str) -> None:
    """Turn the book's own unit into the invited one; nothing has been sent under the old id."""
    old = store.unit
    number = store.unit_number(old)
    store.write("DELETE FROM units WHERE unit = ? AND id = ?", [number, old])
    store.write("UPDATE owners SET id = ? WHERE n = ?", [mine, number])
    store.set_fact("unit", mine)
    store.forget_units()
    for record in RECORDS:
        if record.identity and UNIT in (record.identity.parent, *record.identity.others):
            _derive_again(store, number, record)


def _derive_again(store: Store, number: int, record: type[Record]) -> None:
    """Give records whose id follows from their unit's id the id that follows now."""
    for each in store.table(record).own():
        if record.identity is None or record.identity.of_record(each) == each.id:
            continue
        fresh = record.identity.of_record(each)
        store.write(
            f"UPDATE {record.table} SET id = ? WHERE unit = ? AND id = ?",  # noqa: S608 - our own declaration
            [fresh, number, each.id],
        )
        if record is ActionPlan:
            store.write(
                "UPDATE tasks SET plan = ? WHERE unit = ? AND plan = ?", [fresh, number, each.id]
            )


def _place_units(store: Store, owner: int, units: Sequence[Unit]) -> None:
    """Put the invited branch of the tree in place, below anything the committee will send."""
    table = store.units
    known = table.raw(owner, [unit.id for unit in units])
    table.insert_raw(
        owner,
        [
            RawRow(unit.id, tuple(table.shape.to_row(unit)), 0, _NEVER, {})
            for unit in units
            if unit.id not in known
        ],
    )
