"""Devices: the laptops of each unit, who reads for it, who is believed no more."""

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from qtapp.domain.devices import Device, Letter, Revocation
from qtapp.domain.errors import BundleUntrusted, InvitationUsed, TooManyLaptops
from qtapp.services.environment import Environment
from qtapp.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qtapp.bundle.certificates import Certificate

_MOST_READERS = 7
_REVOKED = (
    "EXISTS (SELECT 1 FROM revocations r"
    " WHERE r.unit IN (?, ?, ?) AND r.id = {serial} AND r.deleted = 0)"
)
"""Whether a serial is revoked, by one of three units by their numbers."""


class DeviceView(Struct, frozen=True, kw_only=True):
    """A laptop of a unit, or a letter that has admitted none yet (`is_letter`).

    `label` is its name, or a number in the order of time where that stayed in its unit.
    """

    serial: str
    label: str
    since: str
    last_bundle: datetime | None
    revoked: bool
    is_letter: bool = False
    is_this: bool = False


class Devices:
    """What the book knows of laptops: everything here is in records, so that it survives like any."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def enter(self, serial: str, recipient: str, invitation: str) -> None:
        """Note this computer as one of the own unit's."""
        self._store.table(Device).put(
            Device(
                id=serial,
                unit=self._store.unit,
                label=self._environment.device,
                recipient=recipient,
                invitation=invitation,
                since=self._moment(),
            )
        )

    def enter_letter(self, serial: str, holder: str, recipient: str) -> None:
        """Note an invitation that was made."""
        self._store.table(Letter).put(
            Letter(
                id=serial,
                unit=self._store.unit,
                holder=holder,
                recipient=recipient,
                since=self._moment(),
            )
        )

    def check_signer(self, chain: "Sequence[Certificate]") -> None:
        """Raise BundleUntrusted or InvitationUsed if a chain that holds together says too much.

        Only the own unit and the one above hand on to another unit, a signer hands on to nobody, and
        an invitation admits one laptop: whoever holds an invitation's key could certify more.
        """
        own, above = self._store.unit, self._store.fact("superior")
        device = chain[-1]
        for issuer, subject in pairwise(chain):
            if issuer.unit not in {own, above} and subject.path != issuer.path:
                raise BundleUntrusted("invitation")
        if device.may_issue and not device.root:
            raise BundleUntrusted("invitation")
        listed = self._store.units.raw(self._store.known_number(own), [device.unit])
        if device.unit not in {own, above} and not listed:
            # A unit beside this one hangs from the same root, and is known by name.
            raise BundleUntrusted("invitation")
        # Of two that came with one letter, to two laptops that heard of each other later, neither is believed
        # until a person has revoked the one that should not be there.
        if len(chain) > 1 and self._store.fetch(
            "SELECT 1 FROM devices d WHERE unit = ? AND invitation = ? AND id <> ? AND deleted = 0"  # noqa: S608 - fixed words
            f" AND NOT {_REVOKED.format(serial='d.id')}",
            [
                self._store.known_number(device.unit),
                chain[-2].serial,
                device.serial,
                *self._judges(device.unit),
            ],
        ):
            raise InvitationUsed

    def is_revoked(self, unit: str, serial: str) -> bool:
        """Whether a serial is revoked for signers of `unit`: by it, by this unit or by the one above."""
        sql = "SELECT " + _REVOKED.format(serial="?")
        return bool(self._store.fetch(sql, [*self._judges(unit), serial])[0][0])

    def is_known(self, unit: str, serial: str) -> bool:
        """Whether the book has met a laptop of `unit`."""
        return bool(
            self._store.fetch(
                "SELECT 1 FROM devices WHERE unit = ? AND id = ? AND deleted = 0",
                [self._store.known_number(unit), serial],
            )
        )

    def check_room(self, unit: str) -> None:
        """Raise TooManyLaptops if a unit has as many readers as its bundles can be encrypted for."""
        if len(self._readers(unit)) >= _MOST_READERS:
            raise TooManyLaptops

    def readers_of(self, unit: str) -> list[str]:
        """Return who can read for a unit: its laptops, then the newest letters not taken up.

        More than a bundle has room for come only of laptops that invite without knowing of each other.
        """
        return self._readers(unit)[:_MOST_READERS]

    def _readers(self, unit: str) -> list[str]:
        from qtapp.bundle.age import is_recipient  # noqa: PLC0415 - bundles are no part of the start

        found = dict.fromkeys(
            [*self._believed(unit, "recipient"), *self._open_letters(unit, "recipient")]
        )
        # A key that is none, in a record from elsewhere, must not keep the others from reading.
        return [each for each in found if is_recipient(each)]

    def serials(self, unit: str) -> set[str]:
        """Return the serials of a unit's laptops that are believed, and of letters not taken up."""
        return {*self._believed(unit, "id"), *self._open_letters(unit, "id")}

    def reachable(self) -> set[str]:
        """Return the ids of the units below that somebody can read for, those that ended not among them."""
        ended = {unit.id for unit in self._store.units.own() if unit.closed}
        found = (self.joined_units() | self.invited_units()) - ended
        return {unit for unit in found if self.readers_of(unit)}

    def joined_units(self) -> set[str]:
        """Return the ids of the units with a laptop that is believed, the own one not among them."""
        ids = self._store.unit_ids()
        rows = self._store.fetch(
            "SELECT DISTINCT unit FROM devices d WHERE deleted = 0 AND NOT EXISTS (SELECT 1"
            " FROM revocations r WHERE r.unit IN (d.unit, ?, ?) AND r.id = d.id AND r.deleted = 0)",
            self._judges(self._store.unit)[1:],
        )
        return {ids[row[0]] for row in rows} - {self._store.unit, self._store.fact("superior")}

    def invited_units(self) -> set[str]:
        """Return the ids of the units that hold a letter which still admits a laptop or has."""
        letters = self._store.table(Letter).own()
        return {each.holder for each in letters if not self.is_revoked(each.holder, each.id)} - {
            self._store.unit
        }

    def of(self, unit: str) -> tuple[DeviceView, ...]:
        """Return a unit's laptops, then the letters nobody has used, each in the order of time."""
        heard = dict(
            self._store.fetch("SELECT device, max(received) FROM receipts GROUP BY device")
        )
        this = self._store.fact("device")
        known = sorted(self._store.table(Device).of(unit), key=lambda each: (each.since, each.id))
        laptops = [
            DeviceView(
                serial=each.id,
                label=each.label or f"Máy {place}",
                since=each.since,
                last_bundle=datetime.fromisoformat(heard[each.id]) if each.id in heard else None,
                revoked=self.is_revoked(unit, each.id),
                is_this=each.id == this,
            )
            for place, each in enumerate(known, 1)
        ]
        letters = [
            DeviceView(
                serial=each.id,
                label="",
                since=each.since,
                last_bundle=None,
                revoked=False,
                is_letter=True,
            )
            for each in map(self._store.table(Letter).get, self._open_letters(unit, "id"))
        ]
        return (
            *sorted(laptops, key=lambda each: (each.revoked, each.since, each.serial)),
            *letters,
        )

    def revoke(self, unit: str, serials: "Sequence[str]") -> None:
        """Believe these laptops and letters of `unit` no more, nor whom they would admit from now on."""
        admitted = {each.id: each.invitation for each in self._store.table(Device).of(unit)}
        wanted = dict.fromkeys(
            each for serial in serials for each in (serial, admitted.get(serial, serial))
        )
        self._store.table(Revocation).put_all(
            [
                Revocation(id=serial, unit=self._store.unit, since=self._moment())
                for serial in wanted
                if not self.is_revoked(unit, serial)
            ]
        )

    def _believed(self, unit: str, column: str) -> list[str]:
        """Return a column of the laptops of a unit that are not revoked."""
        revoked = _REVOKED.format(serial="d.id")
        rows = self._store.fetch(
            f"SELECT {column} FROM devices d WHERE unit = ? AND deleted = 0 AND NOT {revoked}"  # noqa: S608 - fixed words
            " ORDER BY id",
            [self._store.known_number(unit), *self._judges(unit)],
        )
        return [row[0] for row in rows]

    def _open_letters(self, unit: str, column: str) -> list[str]:
        """Return a column of the letters for a unit that have admitted nobody yet, newest first."""
        own, number = (self._store.known_number(each) for each in (self._store.unit, unit))
        rows = self._store.fetch(
            f"SELECT {column} FROM letters l WHERE l.unit = ? AND l.holder = ? AND l.deleted = 0"  # noqa: S608 - fixed words
            " AND NOT EXISTS (SELECT 1 FROM devices d"
            " WHERE d.unit = ? AND d.invitation = l.id AND d.deleted = 0)"
            f" AND NOT {_REVOKED.format(serial='l.id')}"
            " ORDER BY l.since DESC, l.lam DESC, l.seq DESC",
            [own, unit, number, *self._judges(unit)],
        )
        return [row[0] for row in rows]

    def _judges(self, unit: str) -> list[int]:
        """Return the numbers of the three units whose word counts about a unit's laptops."""
        ids = (unit, self._store.unit, self._store.fact("superior"))
        return [self._store.known_number(each) for each in ids]

    def _moment(self) -> str:
        return self._environment.now().astimezone().strftime("%Y-%m-%dT%H:%M")
