import base64
from pathlib import Path

import msgspec
import pytest

from qtapp.bundle import certificates, keys, part
from qtapp.bundle.certificates import Trust
from qtapp.bundle.seal import unseal
from qtapp.domain.errors import BundleError
from qtapp.domain.units import Unit, UnitKind
from qtapp.services.book import Book
from qtapp.services.inbox import InboxState
from qtapp.store.carried import Carried
from qtapp.store.store import create_store
from tests.make import KEY, Clock, a_writer, an_environment

HERE = Path(__file__).parent
GOLDEN = sorted(each.parent for each in (HERE / "golden").glob("*/keys.json"))
VECTORS = sorted((HERE / "vectors").glob("*.bin"))


def kept_keys(folder: Path) -> dict[str, object]:
    return msgspec.json.decode((folder / "keys.json").read_bytes())


def a_reader(folder: Path, kept) -> Book:
    """Return a new book of the commune that the bundles are for."""
    store = create_store(folder / "xã.scb", KEY, a_writer(), Clock())
    store.set_fact("unit", kept["unit"])
    store.set_fact("device", kept["device"])
    store.set_fact("device_keys", kept["device_keys"])
    store.set_fact("own_chain", msgspec.json.encode(kept["own_chain"]).decode())
    own, cell = kept["unit"], kept["cell"]
    store.units.put(Unit(id=own, unit=own, name="Đảng ủy xã", kind=UnitKind.COMMITTEE))
    store.units.put(Unit(id=cell, unit=own, name="Chi bộ", kind=UnitKind.CELL, parent=own))
    return Book(store, KEY, an_environment())


@pytest.mark.parametrize("folder", GOLDEN, ids=lambda each: each.name)
def test_bundles_of_every_version_are_taken_in_for_ever(tmp_path, folder):
    kept = kept_keys(folder)
    book = a_reader(tmp_path, kept)
    ends = [book.exchange.receive(each)[0] for each in sorted(folder.glob("*.cbdl"))]
    assert {each.state for each in ends} <= {InboxState.MERGED, InboxState.WAITING}
    assert ends[-1].state is InboxState.MERGED
    members = book.members.all(kept["cell"])
    assert len(members) == 63
    assert {each.party_role for each in members} & {"Bí thư", "Phó bí thư"}
    (conflict,) = book._store.conflicts.of(kept["cell"])
    assert conflict.register == "party_role"
    carried = Carried(book._store).of(book._store.unit_number(kept["cell"]), "members")
    assert [each["nickname"][3] for each in carried.values()] == [{"nickname": "Út"}]
    book.close()


@pytest.mark.parametrize("path", VECTORS, ids=lambda each: each.stem)
def test_every_vector_ends_as_it_says(path):
    outcome, _, data = path.read_bytes().partition(b"\n")
    kept = kept_keys(path.parent)
    chain = [certificates.decode(base64.b64decode(each)) for each in kept["own_chain"]]
    identity = keys.from_text(kept["device_keys"])
    try:
        sealed = part.join([part.read_part(data)])
        opened = unseal(sealed, [identity], Trust(roots=(chain[0],)))
        list(opened.tables())
        list(opened.blobs())
        end = "accepted"
    except BundleError as error:
        facts = [getattr(error, name, "") for name in ("at", "what", "limit", "why")]
        end = " ".join([type(error).__name__, *(each for each in facts if each)])
    assert end == outcome.decode()


def test_there_are_vectors_for_what_the_document_names():
    outcomes = {path.read_bytes().partition(b"\n")[0].decode() for path in VECTORS}
    assert len(outcomes) > 25
    assert "accepted" in outcomes
