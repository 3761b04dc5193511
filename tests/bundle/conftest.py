import hashlib
from dataclasses import dataclass, replace

import pytest

from qtapp.bundle import certificates, keys
from qtapp.bundle.certificates import Certificate, Subject, Trust
from qtapp.bundle.keys import DeviceKeys
from qtapp.bundle.manifest import Manifest, new_manifest
from qtapp.bundle.seal import Opened, seal, unseal
from qtapp.bundle.sections import Packed, Table
from qtapp.bundle.writers import Writer, pack_writers


def an_id(name):
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def a_seed(name):
    return hashlib.sha256(name.encode()).digest()


@dataclass(frozen=True, kw_only=True)
class Party:
    """A committee, a cell below it, and a stranger; with a chain of three for the cell."""

    committee: DeviceKeys
    cell: DeviceKeys
    stranger: DeviceKeys
    enrolment_keys: keys.DeviceKeys
    root: Certificate
    enrolment: Certificate
    device: Certificate

    id = staticmethod(an_id)

    @property
    def chain(self):
        return self.root, self.enrolment, self.device

    @property
    def trust(self):
        return Trust(roots=(self.root,))

    def facts(self, **changes) -> Manifest:
        given = {
            "id": an_id("bundle"),
            "kind": "up",
            "unit": an_id("cell"),
            "signer": an_id("session"),
            "vv": {an_id("session"): 7},
            **changes,
        }
        return new_manifest(**given)

    def sealed(self, packed: tuple[Packed, ...] = (), chain=None, **changes) -> bytes:
        writers = pack_writers([Writer(id=an_id("session"), unit=an_id("cell"))], [])
        return seal(
            self.facts(**changes),
            (writers, *packed),
            self.cell,
            chain or self.chain,
            [self.committee.recipient, self.cell.recipient],
        )

    def opened(self, sealed: bytes, **trust) -> Opened:
        return unseal(sealed, [self.committee], replace(self.trust, **trust))


@pytest.fixture(scope="session")
def party():
    committee, cell, stranger = (keys.generate(a_seed(x)) for x in ("committee", "cell", "other"))
    root = certificates.issue_root(
        Subject(
            serial=an_id("root"),
            path=(an_id("commune"),),
            public=committee.public,
            recipient=committee.recipient,
            label="Đảng ủy xã Bình An",
        ),
        committee.signing_seed,
    )
    enrolment_keys = keys.generate(a_seed("enrolment"))
    enrolment = certificates.issue(
        Subject(
            serial=an_id("enrolment"),
            path=(an_id("commune"), an_id("cell")),
            public=enrolment_keys.public,
            recipient=enrolment_keys.recipient,
            may_issue=True,
        ),
        root,
        committee.signing_seed,
    )
    device = certificates.issue(
        Subject(
            serial=an_id("device"),
            path=(an_id("commune"), an_id("cell")),
            public=cell.public,
            recipient=cell.recipient,
            label="Máy 1",
        ),
        enrolment,
        enrolment_keys.signing_seed,
    )
    return Party(
        committee=committee,
        cell=cell,
        stranger=stranger,
        enrolment_keys=enrolment_keys,
        root=root,
        enrolment=enrolment,
        device=device,
    )


@pytest.fixture(scope="session")
def attendance():
    rows = 30
    return Table(
        name="attendance",
        columns=("id", "status", "made_up_on"),
        data=[
            [an_id(f"row {row}") for row in range(rows)],
            ["present"] * rows,
            [None] * rows,
        ],
        lam=list(range(1, rows + 1)),
        writer=[0] * rows,
        seq=[1] * rows,
        fv={3: {"status": (40, 0, 2)}},
        registers={"made_up_on": "status"},
    )
