"""Identity: the keys of this computer, the committee above, the units invited below."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from qtapp.bundle import certificates, keys
from qtapp.bundle.certificates import Certificate, Subject, Trust
from qtapp.bundle.invitation import (
    Invitation,
    KdfCost,
    make_invitation,
    new_code,
    open_invitation,
)
from qtapp.bundle.keys import DeviceKeys
from qtapp.domain.catalogue import RECORDS
from qtapp.domain.errors import (
    BundleDamaged,
    BundleUntrusted,
    FileUnreadable,
    Invalid,
    InvitationNotForHere,
    InvitationTooLate,
    InvitationUsed,
    NotJoined,
    Reason,
)
from qtapp.domain.plans import ActionPlan
from qtapp.domain.record import Record
from qtapp.domain.units import Unit
from qtapp.paths import replace_file
from qtapp.services.environment import Environment
from qtapp.store.store import Store
from qtapp.store.table import RawRow

UNIT = "unit"
_MOST_INVITATION = 1 << 20
_MOST_READERS = 7


class Signature(Struct, frozen=True, kw_only=True):
    """What this book signs with towards one side: its chain from the root, and its keys."""

    keys: DeviceKeys
    chain: tuple[Certificate, ...]


class Identity:
    """Who this book is to others, and whom it believes."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def device_keys(self) -> DeviceKeys:
        """Return this computer's keys, making them the first time they are needed."""
        text = self._store.fact("device_keys")
        if text:
            return keys.from_text(text)
        fresh = keys.generate(self._environment.random(keys.SEED_BYTES))
        self._store.set_fact("device_keys", fresh.to_text())
        return fresh

    def readers(self) -> list[DeviceKeys]:
        """Return every key this book can read with: its own, and the invitation's it came with."""
        enrolment = self._store.fact("enrolment_keys")
        return [self.device_keys(), *([keys.from_text(enrolment)] if enrolment else [])]

    def superior(self) -> str:
        """Return the id of the committee this book has joined, or an empty text."""
        return self._store.fact("superior")

    def superior_recipients(self) -> list[str]:
        """Return the age recipients of the committee above; raises NotJoined."""
        if not self.superior():
            raise NotJoined
        return msgspec.json.decode(self._store.fact("superior_recipients"), type=list[str])

    def towards_superior(self) -> Signature:
        """Return what this book signs with towards the committee; raises NotJoined."""
        chain = self._chain("chain")
        if not chain:
            raise NotJoined
        return Signature(keys=self.device_keys(), chain=chain)

    def towards_subordinates(self) -> Signature:
        """Return what this book signs with towards the units below, making its root if need be."""
        own = self.device_keys()
        chain = self._chain("own_chain")
        if not chain:
            serial = self._environment.random(16).hex()
            subject = Subject(
                serial=serial,
                path=(self._store.unit,),
                public=own.public,
                recipient=own.recipient,
                may_issue=True,
                label=self._environment.device,
            )
            chain = (certificates.issue_root(subject, own.signing_seed),)
            with self._store.transaction():
                self._keep_chain("own_chain", chain)
                if not self._store.fact("device"):
                    self._store.set_fact("device", serial)
        return Signature(keys=own, chain=chain)

    def trust(self) -> Trust:
        """Return whose signatures are believed: below the own root, and the committee's."""
        roots = [chain[0] for name in ("own_chain", "chain") if (chain := self._chain(name))]
        revoked = self._store.fetch(
            "SELECT serial FROM devices WHERE revoked = 1"
            " UNION SELECT serial FROM invitations WHERE revoked = 1"
        )
        return Trust(roots=tuple(roots), revoked=frozenset(row[0] for row in revoked))

    def invite(self, unit: Unit, path: Path) -> str:
        """Write an invitation for a unit below and return the code that opens it.

        Raises Invalid if the unit is not below this book's, FolderReadOnly or DiskFull.
        """
        way = self._way_to(unit)
        signature = self.towards_subordinates()
        secret = keys.generate(self._environment.random(keys.SEED_BYTES))
        serial = self._environment.random(16).hex()
        enrolment = certificates.issue(
            Subject(
                serial=serial,
                path=tuple(each.id for each in way),
                public=secret.public,
                recipient=secret.recipient,
                may_issue=True,
                label=unit.name,
            ),
            signature.chain[-1],
            signature.keys.signing_seed,
        )
        content = Invitation(
            chain=(*signature.chain, enrolment),
            secret=secret,
            recipients=(signature.keys.recipient,),
            units=tuple(msgspec.to_builtins(each) for each in way),
        )
        code = new_code(self._environment.random(8))
        cost = self._environment.cost
        data = make_invitation(
            content,
            code,
            self._environment.random(40),
            KdfCost(ops=cost.passes, memory=cost.memory),
        )
        replace_file(path, data)
        with self._store.transaction():
            self._store.write(
                "INSERT INTO invitations (serial, unit, recipient, made, revoked)"
                " VALUES (?, ?, ?, ?, 0)",
                [
                    serial,
                    unit.id,
                    secret.recipient,
                    self._environment.now().isoformat(timespec="seconds"),
                ],
            )
        return code

    def join(self, invitation: Invitation) -> Unit:
        """Take the identity an invitation gives, or a fresh place for the unit this book already is.

        Raises InvitationUsed for the one this book came with, InvitationNotForHere in a book of another
        unit, and InvitationTooLate in one that has units below it: they know its present identity.
        """
        chain = self._chain("chain")
        if chain and chain[-2].serial == invitation.enrolment.serial:
            raise InvitationUsed
        again = self.superior() == invitation.root.unit
        if self.superior() and not (again and self._store.unit == invitation.enrolment.unit):
            raise InvitationNotForHere
        if not again and self._leads_others():
            raise InvitationTooLate
        own = self.device_keys()
        serial = self._environment.random(16).hex()
        chain = invitation.admit(own, serial, self._environment.device)
        units = [msgspec.convert(dict(each), Unit) for each in invitation.units]
        mine = invitation.enrolment.unit
        if [unit.id for unit in units] != list(invitation.enrolment.path):
            raise BundleDamaged("units")
        committee = invitation.root.unit
        with self._store.transaction():
            if not again:
                _take_identity(self._store, mine, units, committee)
            self._keep_chain("chain", chain)
            self._store.set_fact("superior", committee)
            self._store.set_fact(
                "superior_recipients", msgspec.json.encode(list(invitation.recipients)).decode()
            )
            self._store.set_fact("device", serial)
            self._store.set_fact("enrolment_keys", invitation.secret.to_text())
        return self._store.units.get(mine)

    def _leads_others(self) -> bool:
        """Whether this book has units below it that were added or invited."""
        if self._chain("own_chain"):
            return True
        return any(unit.id != self._store.unit for unit in self._store.units.own())

    def bind(self, chain: Sequence[Certificate]) -> None:
        """Note the device that signed with `chain`; an invitation admits one device only.

        The chain must be root, an invitation this book made, and a device for that very unit:
        whoever holds an invitation's key could certify more. Raises BundleUntrusted("invitation"),
        or InvitationUsed when the invitation has already admitted another device.
        """
        device, enrolment = chain[-1], chain[-2]
        made = self._store.fetch(
            "SELECT unit FROM invitations WHERE serial = ?", [enrolment.serial]
        )
        if len(chain) != 3 or not made or (made[0][0],) != (device.unit,):
            raise BundleUntrusted("invitation")
        if device.path != enrolment.path or device.may_issue:
            raise BundleUntrusted("invitation")
        known = self._store.fetch(
            "SELECT serial FROM devices WHERE invitation = ?", [enrolment.serial]
        )
        if known and known[0][0] != device.serial:
            raise InvitationUsed
        now = self._environment.now().isoformat(timespec="seconds")
        self._store.write(
            "INSERT INTO devices (serial, unit, key, recipient, label, invitation, revoked, seen)"
            " VALUES (?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (serial) DO UPDATE SET seen = excluded.seen",
            [
                device.serial,
                device.unit,
                device.public.hex(),
                device.recipient,
                device.label,
                enrolment.serial,
                now,
            ],
        )

    def recipients_of(self, unit: str) -> list[str]:
        """Return who can read for a unit: its devices, then the newest invitations not taken up."""
        devices = self._store.fetch(
            "SELECT recipient FROM devices WHERE unit = ? AND revoked = 0 ORDER BY serial", [unit]
        )
        waiting = self._store.fetch(
            "SELECT recipient FROM invitations WHERE unit = ? AND revoked = 0"
            " AND serial NOT IN (SELECT invitation FROM devices) ORDER BY n DESC",
            [unit],
        )
        return [row[0] for row in (*devices, *waiting)][:_MOST_READERS]

    def held_by(self, unit: str) -> set[str]:
        """Return the hashes of the files that every computer of a unit has said to hold."""
        rows = self._store.fetch(
            "SELECT s.held FROM devices d LEFT JOIN stated s ON s.device = d.serial"
            " WHERE d.unit = ? AND d.revoked = 0",
            [unit],
        )
        held = [
            set(msgspec.json.decode(row[0], type=list[str])) if row[0] else set() for row in rows
        ]
        return set.intersection(*held) if held else set()

    def joined_units(self) -> set[str]:
        """Return the ids of the units below that have sent something."""
        return {row[0] for row in self._store.fetch("SELECT unit FROM devices WHERE revoked = 0")}

    def invited_units(self) -> set[str]:
        """Return the ids of the units below that have a way in."""
        return {
            row[0] for row in self._store.fetch("SELECT unit FROM invitations WHERE revoked = 0")
        }

    def revoke(self, unit: str) -> None:
        """Believe none of a unit's present devices and invitations any more."""
        with self._store.transaction():
            for table in ("devices", "invitations"):
                self._store.write(f"UPDATE {table} SET revoked = 1 WHERE unit = ?", [unit])  # noqa: S608 - two fixed names

    def _way_to(self, unit: Unit) -> list[Unit]:
        way = [unit]
        while way[0].id != self._store.unit:
            above = self._store.units.find(way[0].parent or "")
            if above is None or len(way) > 10:
                raise Invalid("unit", Reason.NOT_ALLOWED_HERE, unit.name)
            way.insert(0, above)
        if len(way) == 1:
            raise Invalid("unit", Reason.NOT_ALLOWED_HERE, unit.name)
        return way

    def _chain(self, name: str) -> tuple[Certificate, ...]:
        text = self._store.fact(name)
        raw = msgspec.json.decode(text, type=list[bytes]) if text else []
        return tuple(certificates.decode(each) for each in raw)

    def _keep_chain(self, name: str, chain: Sequence[Certificate]) -> None:
        self._store.set_fact(name, msgspec.json.encode([each.raw for each in chain]).decode())


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


def _take_identity(store: Store, mine: str, units: Sequence[Unit], committee: str) -> None:
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
    _place_units(store, store.unit_number(committee), units)


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
            RawRow(unit.id, tuple(table.shape.to_row(unit)), 0, (0, 0, 0), {})
            for unit in units
            if unit.id not in known
        ],
    )
