"""Identity: the keys of this computer, the chains it signs with, and whom the book believes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from qtapp.bundle import certificates, keys
from qtapp.bundle.certificates import Certificate, Subject, Trust
from qtapp.bundle.invitation import Invitation, KdfCost, make_invitation, new_code
from qtapp.bundle.keys import DeviceKeys
from qtapp.domain.errors import Invalid, NotJoined
from qtapp.domain.reasons import Reason
from qtapp.domain.units import Unit
from qtapp.paths import place_for, save_file
from qtapp.services.devices import Devices
from qtapp.services.environment import Environment
from qtapp.store.store import Store

UPWARD = "chain"
"""The fact with this computer's chain from the committee above."""
OWN = "own_chain"
"""The fact with this computer's chain from the unit's own root."""
_SECRETS = {UPWARD: "enrolment_keys", OWN: "own_enrolment_keys"}
_DEEPEST = 10


class Signature(Struct, frozen=True, kw_only=True):
    """What this book signs with towards one side: its chain from the root, and its keys."""

    keys: DeviceKeys
    chain: tuple[Certificate, ...]


class Identity:
    """Who this book is to others, and whom it believes."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment
        # What the facts of the book say, by their texts.
        self._keys: dict[str, DeviceKeys] = {}
        self._chains: dict[str, tuple[Certificate, ...]] = {"": ()}
        self.devices = Devices(store, environment)

    def device_keys(self) -> DeviceKeys:
        """Return this computer's keys, making them the first time they are needed."""
        text = self._store.fact("device_keys")
        if text:
            return self._read_keys(text)
        fresh = keys.generate(self._environment.random(keys.SEED_BYTES))
        self._store.set_fact("device_keys", fresh.to_text())
        return fresh

    def readers(self) -> list[DeviceKeys]:
        """Return every key this book can read with: its own, and the invitations' it came with."""
        came_with = [self._store.fact(name) for name in _SECRETS.values()]
        return [self.device_keys(), *(self._read_keys(each) for each in came_with if each)]

    def _read_keys(self, text: str) -> DeviceKeys:
        if text not in self._keys:
            self._keys[text] = keys.from_text(text)
        return self._keys[text]

    def superior(self) -> str:
        """Return the id of the committee this book has joined, or an empty text."""
        return self._store.fact("superior")

    def superior_recipients(self) -> list[str]:
        """Return the age recipients of the committee above, all its laptops; raises NotJoined."""
        if not self.superior():
            raise NotJoined
        told = msgspec.json.decode(self._store.fact("superior_recipients"), type=list[str])
        # Its laptops are known once it has sent something; the letter knows the one that wrote it.
        return self.devices.readers_of(self.superior()) or told

    def towards_superior(self) -> Signature:
        """Return what this book signs with towards the committee; raises NotJoined."""
        chain = self.chain(UPWARD)
        if not chain:
            raise NotJoined
        return Signature(keys=self.device_keys(), chain=chain)

    def towards_subordinates(self) -> Signature:
        """Return what this book signs with towards the units below, making its root if need be."""
        own = self.device_keys()
        chain = self.chain(OWN)
        if not chain:
            serial = self._store.fact("device")
            is_new = not serial
            serial = serial or self._environment.random(16).hex()
            subject = Subject(
                serial=serial,
                path=(self._store.unit,),
                public=own.public,
                recipient=own.recipient,
                may_issue=True,
            )
            chain = (certificates.issue_root(subject, own.signing_seed),)
            with self._store.transaction():
                self.keep_chain(OWN, chain)
                if is_new:
                    self._store.set_fact("device", serial)
                    self.devices.enter(serial, own.recipient, serial)
        return Signature(keys=own, chain=chain)

    def towards_peers(self) -> Signature:
        """Return what this book signs with towards other laptops of the unit."""
        chain = self.chain(OWN) or self.chain(UPWARD)
        if not chain:
            return self.towards_subordinates()
        return Signature(keys=self.device_keys(), chain=chain)

    def peer_readers(self) -> list[str]:
        """Return the age recipients of the unit's other laptops and of letters nobody has used."""
        mine = self.device_keys().recipient
        return [each for each in self.devices.readers_of(self._store.unit) if each != mine]

    def trust(self) -> Trust:
        """Return whose signatures are believed: below the own root, and the committee's."""
        roots = [chain[0] for name in (OWN, UPWARD) if (chain := self.chain(name))]
        return Trust(
            roots=tuple(roots),
            revoked=_Asked(self.devices.is_revoked),
            known=_Asked(self.devices.is_known),
        )

    def invite(self, unit: Unit, path: Path) -> str:
        """Write an invitation for a unit below and return the code that opens it.

        Raises Invalid if the unit is not below this book's, TooManyLaptops, FolderReadOnly or DiskFull.
        """
        way = self._way_to(unit)
        signature = self.towards_subordinates()
        enrolment, secret = self._enrolment(OWN, [each.id for each in way], unit.name)
        content = Invitation(
            chain=enrolment,
            secret=secret,
            recipients=(signature.keys.recipient,),
            units=tuple(msgspec.to_builtins(each) for each in way),
        )
        return self._write(content, unit.id, path)

    def invite_laptop(self, path: Path) -> str:
        """Write an invitation for another laptop of the own unit and return the code that opens it.

        It needs nobody above: the chain goes on below this laptop's own. Raises TooManyLaptops, FolderReadOnly
        or DiskFull.
        """
        own = self._store.units.get(self._store.unit)
        if not self.chain(UPWARD) or self._store.units.where("parent = ?", [own.id]):
            # A committee's laptops must share one root before either invites a unit below.
            self.towards_subordinates()
        names = [name for name in (OWN, UPWARD) if self.chain(name)]
        first = self.chain(names[0])[-1].path
        chain, secret = self._enrolment(names[0], first, own.name)
        upward: tuple[Certificate, ...] = ()
        if len(names) > 1:
            upward, _ = self._enrolment(UPWARD, self.chain(UPWARD)[-1].path, own.name, secret)
        ids = dict.fromkeys(
            each for given in (chain, upward) for cert in given for each in cert.path
        )
        units = [found for each in ids if (found := self._store.units.find(each)) is not None]
        readers = self.superior_recipients() if self.superior() else [self.device_keys().recipient]
        content = Invitation(
            chain=chain,
            secret=secret,
            recipients=tuple(readers),
            units=tuple(msgspec.to_builtins(each) for each in units),
            upward=upward,
        )
        return self._write(content, own.id, path)

    def chain(self, name: str) -> tuple[Certificate, ...]:
        """Return this computer's chain from a root, root first (`UPWARD`, `OWN`); empty if it has none."""
        text = self._store.fact(name)
        if text not in self._chains:
            raw = msgspec.json.decode(text, type=list[bytes])
            self._chains[text] = tuple(certificates.decode(each) for each in raw)
        return self._chains[text]

    def keep_chain(
        self, name: str, chain: Sequence[Certificate], secret: DeviceKeys | None = None
    ) -> None:
        """Keep a chain, and the keys of the invitation it came with."""
        self._store.set_fact(name, msgspec.json.encode([each.raw for each in chain]).decode())
        if secret is not None:
            self._store.set_fact(_SECRETS[name], secret.to_text())

    def _enrolment(
        self, name: str, path: Sequence[str], label: str, secret: DeviceKeys | None = None
    ) -> tuple[tuple[Certificate, ...], DeviceKeys]:
        """Return a chain that ends in a new enrolment certificate for `path`, and its keys.

        A root issues itself; any other laptop with the key of the invitation it came with.
        """
        chain, seed = self.chain(name), self.device_keys().signing_seed
        if not chain[-1].may_issue:
            chain = chain[:-1]
            seed = keys.from_text(self._store.fact(_SECRETS[name])).signing_seed
        secret = secret or keys.generate(self._environment.random(keys.SEED_BYTES))
        subject = Subject(
            serial=self._environment.random(16).hex(),
            path=tuple(path),
            public=secret.public,
            recipient=secret.recipient,
            may_issue=True,
            label=label,
        )
        return (*chain, certificates.issue(subject, chain[-1], seed)), secret

    def _write(self, content: Invitation, holder: str, path: Path) -> str:
        place_for(path, ".cbmoi")
        self.devices.check_room(holder)
        code = new_code(self._environment.random(8))
        cost = self._environment.cost
        data = make_invitation(
            content,
            code,
            self._environment.random(40),
            KdfCost(ops=cost.passes, memory=cost.memory),
        )
        save_file(path, data, ".cbmoi")
        self.devices.enter_letter(content.enrolment.serial, holder, content.secret.recipient)
        return code

    def _way_to(self, unit: Unit) -> list[Unit]:
        way = [unit]
        while way[0].id != self._store.unit:
            above = self._store.units.find(way[0].parent or "")
            if above is None or len(way) > _DEEPEST:
                raise Invalid("unit", Reason.NOT_ALLOWED_HERE, unit.name)
            way.insert(0, above)
        if len(way) == 1:
            raise Invalid("unit", Reason.NOT_ALLOWED_HERE, unit.name)
        return way


class _Asked:
    """A set of pairs that is never listed: the book is asked about each."""

    def __init__(self, holds: Callable[[str, str], bool]) -> None:
        self._holds = holds

    def __contains__(self, pair: object) -> bool:
        match pair:
            case (str(unit), str(serial)):
                return self._holds(unit, serial)
        return False
