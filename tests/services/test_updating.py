import json

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import Cancelled, FileUnreadable
from qtapp.domain.update_errors import (
    UpdateDamaged,
    UpdateNotFound,
    UpdateNotHere,
    UpdateNotNewer,
    UpdateUntrusted,
)
from qtapp.services import updating
from qtapp.services.book import open_book
from qtapp.services.updating import CONTEXT
from tests.make import PASSPHRASE, a_cell_book, an_environment
from tests.services.pairs import a_pair
from tests.signed_setup import OTHER, SECRET, a_setup, sign, ways_in


@pytest.fixture
def started():
    return []


@pytest.fixture
def book(tmp_path, started):
    world = an_environment(app="1.2.3", setups=ways_in(tmp_path, started))
    made = a_cell_book(tmp_path, environment=world, members=2)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path):
    return tmp_path / "usb"


def test_the_newest_setup_file_of_a_stick_is_offered(book, stick):
    for version in ("1.2.2", "1.10.0", "1.9.9"):
        a_setup(stick, version)
    (stick / "SoChiBo-3.0.0-setup.exe").write_bytes(b"not signed")
    offer = book.updating.look(stick)
    assert (offer.version, offer.path.name) == ("1.10.0", "SoChiBo-1.10.0-setup.exe")


def filed(book, setup, *names):
    """File a setup file and its signature with a document of `book`, or only those of `names`."""
    document = book.documents.new("Số 1", "Phần mềm Sổ Chi Bộ")
    for name in names or (setup.name, setup.name + ".sig"):
        document = book.documents.attach(document, setup.with_name(name))


def test_a_setup_file_that_the_commune_files_with_a_document_comes_in_its_bundle(tmp_path, started):
    pair = a_pair(tmp_path)
    for version in ("1.2.2", "1.10.0", "1.9.9"):
        filed(pair.commune, a_setup(tmp_path / "usb", version))
    sent = tmp_path / "gói"
    sent.mkdir()
    pair.commune.exchange.make_down(sent)
    world = an_environment(app="1.2.3", setups=ways_in(tmp_path, started))
    pair.cell.close()
    cell = open_book(pair.cell.path, world, passphrase=PASSPHRASE)
    assert cell.updating.received() == ""
    cell.exchange.receive(sent)
    assert cell.updating.received() == "1.10.0"
    offer = cell.updating.look(None)
    cell.updating.start(offer)
    assert started == [(tmp_path / "usb/SoChiBo-1.10.0-setup.exe").read_bytes()]
    cell.close()
    pair.commune.close()


def test_a_setup_file_in_the_library_without_its_signature_is_not_offered(book, stick):
    filed(book, a_setup(stick), "SoChiBo-9.0.0-setup.exe")
    with pytest.raises(UpdateNotFound):
        book.updating.look(None)


def test_a_setup_file_in_the_library_with_a_foreign_signature_is_refused(book, stick):
    filed(book, a_setup(stick, secret=OTHER))
    with pytest.raises(UpdateUntrusted):
        book.updating.look(None)


@pytest.mark.parametrize("name", ["SoChiBo-../9.0.0-setup.exe", "SoChiBo-9-setup.exe", "x.exe"])
def test_an_attachment_with_another_name_is_no_setup_file(book, stick, name):
    document = book.documents.new("Số 1", "Phần mềm Sổ Chi Bộ")
    held = book.documents.attach(document, a_setup(stick)).attachments[0]
    book.documents.save(replace(document, attachments=(replace(held, name=name),)))
    assert book.updating.received() == ""
    with pytest.raises(UpdateNotFound):
        book.updating.look(None)


@pytest.mark.parametrize("ending", ["", ".sig"], ids=["setup", "signature"])
def test_a_setup_file_may_be_named_or_its_signature(book, stick, ending):
    setup = a_setup(stick)
    assert book.updating.look(setup.with_name(setup.name + ending)).path == setup


def test_a_start_runs_what_was_checked_and_leaves_a_backup_that_opens(book, stick, started):
    setup = a_setup(stick)
    offer = book.updating.look(setup)
    backup = book.updating.start(offer)
    assert started == [setup.read_bytes()]
    copy = open_book(backup, an_environment(), passphrase=PASSPHRASE)
    assert len(copy.members.all()) == 2
    copy.close()


def test_what_changes_between_look_and_start_is_not_run(book, stick, started):
    setup = a_setup(stick)
    offer = book.updating.look(setup)
    setup.write_bytes(b"MZ another".ljust(setup.stat().st_size, b"."))
    with pytest.raises(UpdateDamaged):
        book.updating.start(offer)
    assert started == []


def test_a_stick_pulled_between_look_and_start_is_told(book, stick, started):
    offer = book.updating.look(a_setup(stick))
    offer.path.unlink()
    with pytest.raises(FileUnreadable):
        book.updating.start(offer)
    assert started == []


@pytest.mark.parametrize("change", ["byte", "longer", "shorter"])
def test_a_damaged_setup_file_is_refused(book, stick, change):
    setup = a_setup(stick)
    content = bytearray(setup.read_bytes())
    if change == "byte":
        content[len(content) // 2] ^= 1
    elif change == "longer":
        content += b"."
    else:
        del content[-1]
    setup.write_bytes(content)
    with pytest.raises(UpdateDamaged):
        book.updating.look(stick)


def test_another_key_is_not_trusted(book, stick):
    a_setup(stick, secret=OTHER)
    with pytest.raises(UpdateUntrusted):
        book.updating.look(stick)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"statement": "{}", "signature": "00"}', '{"statement": "{}"}'],
    ids=["empty", "list", "cut", "short", "half"],
)
def test_a_signature_that_is_none_is_not_trusted(book, stick, text):
    setup = a_setup(stick)
    setup.with_name(setup.name + ".sig").write_text(text, encoding="utf-8")
    with pytest.raises(UpdateUntrusted):
        book.updating.look(stick)


@pytest.mark.parametrize(
    "statement",
    [
        {"version": "9.0.0; rm", "size": 1, "sha256": "0" * 64},
        {"version": "9.0.0", "size": -1, "sha256": "0" * 64},
        {"version": "9.0.0", "size": 10**12, "sha256": "0" * 64},
        {"version": "9.0.0", "size": 1},
    ],
    ids=["version", "negative", "huge", "half"],
)
def test_a_signed_statement_that_makes_no_sense_is_not_trusted(book, stick, statement):
    setup = a_setup(stick)
    text = json.dumps(statement)
    key = sign.SigningKey(bytes.fromhex(SECRET))
    signature = key.sign(CONTEXT + text.encode()).signature.hex()
    written = json.dumps({"statement": text, "signature": signature})
    setup.with_name(setup.name + ".sig").write_text(written, encoding="utf-8")
    with pytest.raises(UpdateUntrusted):
        book.updating.look(stick)


@pytest.mark.parametrize("version", ["1.2.3", "1.2.2", "0.9.9"])
def test_what_is_not_newer_is_not_offered(book, stick, version):
    a_setup(stick, version)
    with pytest.raises(UpdateNotNewer) as caught:
        book.updating.look(stick)
    assert (caught.value.found, caught.value.running) == (version, "1.2.3")


def test_a_place_without_a_signed_setup_file_says_so(book, stick):
    stick.mkdir()
    for place in (stick, stick / "none.exe"):
        with pytest.raises(UpdateNotFound):
            book.updating.look(place)
    setup = a_setup(stick)
    setup.with_name(setup.name + ".sig").unlink()
    with pytest.raises(UpdateNotFound):
        book.updating.look(setup)


def test_a_copy_from_source_cannot_be_updated_so(tmp_path, stick):
    book = a_cell_book(tmp_path, members=1)
    assert not book.updating.is_possible
    with pytest.raises(UpdateNotHere):
        book.updating.look(a_setup(stick))
    book.close()


def test_looking_can_be_stopped(book, stick):
    def stop(_done, _total):
        raise Cancelled

    a_setup(stick)
    with pytest.raises(Cancelled):
        book.updating.look(stick, stop)


def test_the_app_and_the_release_step_sign_the_same():
    assert updating.CONTEXT == sign.CONTEXT
