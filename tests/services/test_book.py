import logging
import re
import shutil

import pytest
from msgspec.structs import replace

from qtapp.domain.errors import (
    DiskFull,
    FolderReadOnly,
    Invalid,
    InvitationWrongCode,
    KeysMissing,
    NotABook,
    StoreDamaged,
    StoreExists,
    StoreMissing,
    StoreTooNew,
    VaultLocked,
    WrongPassphrase,
    WrongRecoveryCode,
)
from qtapp.domain.reasons import Reason
from qtapp.domain.units import UnitKind
from qtapp.logs import start_log, stop_log
from qtapp.services import book as book_module
from qtapp.services.book import accept_invitation, create_book, open_book
from qtapp.services.exchange import Exchange
from qtapp.store import driver, keys, migrations
from tests.make import (
    PASSPHRASE,
    DictVault,
    a_cell_book,
    a_session_in,
    a_wave_in,
    an_environment,
    write_protected,
)


def made(folder, world=None):
    book, code = create_book(
        folder / "sổ.scb",
        PASSPHRASE,
        "Chi bộ thôn Suối Mẫu",
        UnitKind.CELL,
        world or an_environment(),
    )
    book.members.save(book.members.new("Nguyễn Thị Hoa"))
    book.close()
    return folder / "sổ.scb", code


def opens(path, **how):
    book = open_book(path, an_environment(), **how)
    names = [member.full_name for member in book.members.all()]
    book.close()
    return names == ["Nguyễn Thị Hoa"]


def test_a_book_opens_by_its_passphrase_in_any_composition_of_letters(tmp_path):
    path, _ = made(tmp_path)
    assert opens(path, passphrase=PASSPHRASE)
    assert opens(path, passphrase="suô\u0301i mâ\u0303u 2026")


def test_a_wrong_passphrase_is_said(tmp_path):
    path, _ = made(tmp_path)
    with pytest.raises(WrongPassphrase):
        open_book(path, an_environment(), passphrase="suối mẫu 2025")


def test_the_recovery_code_opens_it_typed_carelessly(tmp_path):
    path, code = made(tmp_path)
    assert opens(path, recovery=code)
    assert opens(path, recovery=code.lower().replace("-", " "))
    assert opens(path, recovery=code.replace("0", "o").replace("1", "l"))


@pytest.mark.parametrize("group", range(1, 8))
def test_a_typo_in_the_recovery_code_names_its_group(tmp_path, group):
    path, code = made(tmp_path)
    groups = code.split("-")
    old = groups[group - 1]
    groups[group - 1] = ("Z" if old[0] != "Z" else "Y") + old[1:]
    with pytest.raises(WrongRecoveryCode) as caught:
        open_book(path, an_environment(), recovery="-".join(groups))
    assert caught.value.group == group


def test_the_code_of_another_book_is_no_typo(tmp_path):
    path, _ = made(tmp_path)
    (tmp_path / "kia").mkdir()
    _, other = made(tmp_path / "kia")
    with pytest.raises(WrongRecoveryCode) as caught:
        open_book(path, an_environment(), recovery=other)
    assert caught.value.group == 0


def test_a_changed_passphrase_replaces_the_old_one_only(tmp_path):
    path, code = made(tmp_path)
    book = open_book(path, an_environment(), passphrase=PASSPHRASE)
    with pytest.raises(Invalid) as caught:
        book.change_passphrase(PASSPHRASE, "ngắn")
    assert caught.value.reason is Reason.TOO_SHORT
    with pytest.raises(WrongPassphrase):
        book.change_passphrase("đoán mò thôi", "một câu khác hẳn")
    book.change_passphrase(PASSPHRASE, "một câu khác hẳn")
    book.close()
    assert opens(path, passphrase="một câu khác hẳn")
    assert opens(path, recovery=code)
    with pytest.raises(WrongPassphrase):
        open_book(path, an_environment(), passphrase=PASSPHRASE)


def test_a_new_recovery_code_voids_the_printed_one(tmp_path):
    path, old = made(tmp_path)
    book = open_book(path, an_environment(), passphrase=PASSPHRASE)
    fresh = book.renew_recovery_code()
    book.close()
    assert opens(path, recovery=fresh)
    with pytest.raises(WrongRecoveryCode):
        open_book(path, an_environment(), recovery=old)


def test_a_remembered_book_opens_on_this_computer_until_it_is_forgotten(tmp_path):
    keyring = DictVault()
    world = an_environment(vault=keyring)
    path, _ = made(tmp_path, world)
    with pytest.raises(VaultLocked):
        open_book(path, world)
    book = open_book(path, world, passphrase=PASSPHRASE)
    assert not book.is_remembered()
    book.remember()
    assert book.is_remembered()
    book.close()
    open_book(path, world).close()
    with pytest.raises(VaultLocked):
        open_book(path, an_environment())
    book = open_book(path, world)
    book.forget()
    book.close()
    assert keyring.secrets == {}
    with pytest.raises(VaultLocked):
        open_book(path, world)


def test_a_computer_without_a_keyring_says_so_and_changes_nothing(tmp_path):
    world = an_environment(vault=DictVault(locked=True))
    path, _ = made(tmp_path, world)
    book = open_book(path, world, passphrase=PASSPHRASE)
    with pytest.raises(VaultLocked):
        book.remember()
    assert not book.is_remembered()
    book.forget()
    book.close()
    assert opens(path, passphrase=PASSPHRASE)


def test_a_keyring_never_holds_the_books_key(tmp_path):
    keyring = DictVault()
    world = an_environment(vault=keyring)
    path, _ = made(tmp_path, world)
    book = open_book(path, world, passphrase=PASSPHRASE)
    book.remember()
    key = book._key
    book.close()
    secret = next(iter(keyring.secrets.values()))
    assert key.hex() not in secret
    assert len(secret) < 1280


@pytest.mark.parametrize(
    ("name", "passphrase"), [(" ", PASSPHRASE), ("Chi bộ", "ngắn"), ("Chi bộ", "")]
)
def test_a_book_without_name_or_with_a_short_passphrase_is_not_made(tmp_path, name, passphrase):
    with pytest.raises(Invalid):
        create_book(tmp_path / "sổ.scb", passphrase, name, UnitKind.CELL, an_environment())
    assert list(tmp_path.iterdir()) == []


def test_a_book_never_replaces_another(tmp_path):
    path, _ = made(tmp_path)
    with pytest.raises(StoreExists):
        made(tmp_path)
    assert opens(path, passphrase=PASSPHRASE)


def test_the_keys_of_another_book_survive_the_making_of_one_in_its_place(tmp_path):
    path, _ = made(tmp_path)
    path.rename(tmp_path / "mang đi.scb")
    keys = tmp_path / "sổ.scb.keys"
    kept = keys.read_bytes()
    with pytest.raises(StoreExists) as caught:
        made(tmp_path)
    assert caught.value.path == str(keys)
    assert keys.read_bytes() == kept
    assert not path.exists()


def test_a_book_whose_keys_cannot_be_written_is_not_made(tmp_path, monkeypatch):
    def full(book, slots):
        raise DiskFull(str(book))

    monkeypatch.setattr(book_module.keys, "write_slots", full)
    with pytest.raises(DiskFull):
        made(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_each_way_a_book_cannot_be_opened_is_its_own_failure(tmp_path):
    path, _ = made(tmp_path)
    keys = tmp_path / "sổ.scb.keys"

    with pytest.raises(StoreMissing):
        open_book(tmp_path / "kia.scb", an_environment(), passphrase=PASSPHRASE)

    kept = keys.read_bytes()
    keys.write_bytes(b"{")
    with pytest.raises(KeysMissing):
        open_book(path, an_environment(), passphrase=PASSPHRASE)
    keys.write_bytes(kept)

    whole = path.read_bytes()
    path.write_bytes(b"x" * 10)
    with pytest.raises(NotABook):
        open_book(path, an_environment(), passphrase=PASSPHRASE)
    path.write_bytes(whole[:512] + bytes(len(whole) - 512))
    with pytest.raises(StoreDamaged):
        open_book(path, an_environment(), passphrase=PASSPHRASE)
    path.write_bytes(whole)
    assert opens(path, passphrase=PASSPHRASE)


def test_a_book_without_its_key_file_names_the_file_to_bring(tmp_path):
    path, _ = made(tmp_path)
    key_file = tmp_path / "sổ.scb.keys"
    key_file.unlink()
    for how in ({}, {"passphrase": PASSPHRASE}):
        with pytest.raises(KeysMissing) as caught:
            open_book(path, an_environment(), **how)
        assert caught.value.path == str(key_file)


def test_a_newer_book_is_refused_with_both_versions(tmp_path):
    path, _ = made(tmp_path)
    book = open_book(path, an_environment(), passphrase=PASSPHRASE)
    connection = driver.connect(path, book._key)
    connection.execute(f"PRAGMA user_version = {migrations.LATEST + 5}")
    connection.close()
    book.close()
    with pytest.raises(StoreTooNew) as caught:
        open_book(path, an_environment(), passphrase=PASSPHRASE)
    assert caught.value.found - caught.value.supported == 5


def test_a_write_protected_disk_is_said_when_making_and_when_opening(tmp_path):
    path, _ = made(tmp_path)
    with write_protected(path, tmp_path / "sổ.scb.keys") as folder:
        with pytest.raises(FolderReadOnly):
            open_book(folder / "sổ.scb", an_environment(), passphrase=PASSPHRASE)
        with pytest.raises(FolderReadOnly):
            made(folder / "không")
        assert sorted(each.name for each in folder.iterdir()) == ["sổ.scb", "sổ.scb.keys"]


def test_a_book_moved_with_its_keys_opens_elsewhere(tmp_path):
    path, _ = made(tmp_path)
    (tmp_path / "usb").mkdir()
    for each in (path, tmp_path / "sổ.scb.keys"):
        shutil.move(each, tmp_path / "usb")
    assert opens(tmp_path / "usb" / "sổ.scb", passphrase=PASSPHRASE)


def test_a_backup_is_a_book_that_opens_by_itself_with_every_key(tmp_path):
    path, code = made(tmp_path)
    book = open_book(path, an_environment(), passphrase=PASSPHRASE)
    backup = book.back_up(tmp_path / "usb")
    day = f"{book.today():%Y-%m-%d}"
    book.close()
    assert re.fullmatch(rf"sổ {day} \d{{4}}\.scb", backup.name)
    assert sorted(each.name for each in (tmp_path / "usb").iterdir()) == [
        backup.name,
        f"{backup.name}.keys",
    ]
    for each in (path, keys.key_file(path)):
        each.unlink()
    assert opens(backup, passphrase=PASSPHRASE)
    assert opens(backup, recovery=code)


def test_a_backup_never_takes_the_place_of_another(tmp_path, cell):
    backup = cell.back_up(tmp_path / "usb")
    kept = backup.read_bytes()
    with pytest.raises(StoreExists):
        cell.back_up(tmp_path / "usb")
    assert backup.read_bytes() == kept


def test_a_book_without_its_keys_is_not_backed_up(tmp_path, cell):
    keys.key_file(cell.path).unlink()
    with pytest.raises(KeysMissing):
        cell.back_up(tmp_path / "usb")
    assert not (tmp_path / "usb").exists()


def test_a_backup_where_no_folder_can_be_made_says_so(tmp_path, cell):
    (tmp_path / "tệp").write_bytes(b"")
    with pytest.raises(FolderReadOnly):
        cell.back_up(tmp_path / "tệp")


def test_the_book_says_what_it_is(cell, world):
    a_wave_in(cell)
    info = cell.info()
    assert (info.name, info.kind, info.members, info.waves) == (
        "Chi bộ thôn Suối Mẫu",
        UnitKind.CELL,
        6,
        1,
    )
    assert (info.superior, info.remembered) == ("", False)
    cell.verify()
    assert cell.today() == world.today()


def test_a_job_sees_and_changes_the_same_book_over_its_own_connection(cell):
    with cell.elsewhere() as same:
        assert same.members.all() == cell.members.all()
        same.members.save(same.members.new("Mã Thị Sen"))
    assert len(cell.members.all()) == 7


def test_an_invitation_is_not_accepted_over_the_keys_of_another_book(tmp_path, committee):
    letter = tmp_path / "thư mời.cbmoi"
    code = committee.exchange.invite(committee.units.cells()[0].id, letter)
    keys = tmp_path / "mới.scb.keys"
    keys.write_bytes(b"of another book")
    with pytest.raises(StoreExists):
        accept_invitation(letter, code, tmp_path / "mới.scb", PASSPHRASE, an_environment())
    assert keys.read_bytes() == b"of another book"


def test_a_joining_that_fails_leaves_no_book(tmp_path, committee, monkeypatch):
    letter = tmp_path / "thư mời.cbmoi"
    code = committee.exchange.invite(committee.units.cells()[0].id, letter)
    before = sorted(tmp_path.iterdir())

    def full(exchange, invitation, *, is_new_book):
        raise DiskFull

    monkeypatch.setattr(Exchange, "join_with", full)
    with pytest.raises(DiskFull):
        accept_invitation(letter, code, tmp_path / "mới.scb", PASSPHRASE, an_environment())
    assert sorted(tmp_path.iterdir()) == before


def test_an_invitation_that_fails_leaves_no_book(tmp_path, committee):
    letter = tmp_path / "thư mời.cbmoi"
    committee.exchange.invite(committee.units.cells()[0].id, letter)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InvitationWrongCode):
        accept_invitation(letter, "0000 0000", tmp_path / "mới.scb", PASSPHRASE, an_environment())
    assert sorted(tmp_path.iterdir()) == before


SECRET_WORDS = ("Hoa Ban Trắng", "0912345678", "tâm đắc nhất", "Kế hoạch dọn suối")


def test_no_word_of_a_member_lies_readable_on_the_disk(tmp_path):
    handler = start_log(tmp_path / "logs" / "sochibo.log")
    logging.getLogger("qtapp").info("started")
    try:
        _live(tmp_path)
        found = _readable(tmp_path)
    finally:
        stop_log(handler)
        logging.getLogger().setLevel(logging.WARNING)
    assert found == []


def _live(folder):
    book = a_cell_book(folder)
    book.members.save(book.members.new("Nguyễn Thị Hoa Ban Trắng", phone="0912345678"))
    wave = a_wave_in(book)
    session = a_session_in(book, wave)
    book.attendance.finish(session.id)
    essay = book.essays.sheet(wave.id)[0].essay
    book.essays.receive(essay, book.today(), text="Điều tôi tâm đắc nhất")
    book.plans.save(replace(book.plans.of(wave.id), name="Kế hoạch dọn suối"))
    assert _readable(folder) == []
    book.close()


def _readable(folder):
    return [
        (path.name, word)
        for path in folder.rglob("*")
        if path.is_file()
        for word in SECRET_WORDS
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
        if word.encode(encoding) in path.read_bytes()
    ]


def test_a_name_that_is_not_acceptable_keeps_all_names_out(tmp_path):
    book = a_cell_book(tmp_path)
    with pytest.raises(Invalid) as caught:
        book.found(["Mã Thị Sen", "x" * 600])
    assert (caught.value.field, caught.value.value) == ("names", "x" * 600)
    assert book.members.all() == []
    book.found(["Mã Thị Sen", "Mã Thị Sen"])
    assert len(book.members.all()) == 2
    book.close()


def test_a_code_nobody_put_away_is_remembered(cell):
    assert cell.is_recovery_kept()
    cell.note_recovery(kept=False)
    assert not cell.is_recovery_kept()
    cell.note_recovery(kept=True)
    assert cell.is_recovery_kept()
