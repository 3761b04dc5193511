import random
import shutil

import pytest

from qtapp.domain.errors import (
    Cancelled,
    DiskFull,
    FolderReadOnly,
    Invalid,
    NotABook,
    NotFound,
    StoreBusy,
    StoreDamaged,
    StoreExists,
    StoreMismatch,
    StoreMissing,
    StoreTooNew,
)
from qtapp.store import driver, keys, migrations
from qtapp.store.store import create_store, open_store
from tests.make import (
    KEY,
    UNIT,
    Clock,
    a_member,
    a_name,
    a_store,
    a_writer,
    an_id,
    reopened,
    write_protected,
)


def test_what_was_written_is_there_after_opening_again(tmp_path):
    store = a_store(tmp_path)
    member = a_member(birth="1970-05", gender="male")
    store.members.put(member)
    again = reopened(store)
    assert again.members.get(member.id).birth == "1970-05"
    again.close()


def test_a_book_is_never_made_over_another_file(tmp_path):
    (tmp_path / "sổ.scb").write_bytes(b"of another program")
    with pytest.raises(StoreExists):
        a_store(tmp_path)
    assert (tmp_path / "sổ.scb").read_bytes() == b"of another program"


@pytest.mark.parametrize("ending", [".keys", "-wal"])
def test_a_book_is_never_made_over_what_is_left_of_another(tmp_path, ending):
    left = tmp_path / f"sổ.scb{ending}"
    left.write_bytes(b"of another book")
    with pytest.raises(StoreExists) as caught:
        a_store(tmp_path)
    assert caught.value.path == str(left)
    assert list(tmp_path.iterdir()) == [left]
    assert left.read_bytes() == b"of another book"


def test_a_book_that_finds_no_room_leaves_nothing_and_can_be_made_again(tmp_path, monkeypatch):
    made = []

    def connect(path, key):
        connection = real(path, key)
        connection.execute("PRAGMA max_page_count = 8")
        made.append(connection)
        return connection

    real = driver.connect
    monkeypatch.setattr(driver, "connect", connect)
    with pytest.raises(DiskFull):
        a_store(tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(driver.DatabaseError, match="closed"):
        made[0].execute("SELECT 1")
    monkeypatch.undo()
    a_store(tmp_path).close()


def test_a_place_that_is_not_there_takes_no_new_book(tmp_path):
    with pytest.raises(FolderReadOnly):
        create_store(tmp_path / "không có" / "sổ.scb", KEY, a_writer(), Clock())


def test_a_missing_book_is_not_created_by_opening(tmp_path):
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "không có.scb", KEY, a_writer(), Clock())
    assert list(tmp_path.iterdir()) == []


def test_a_short_file_is_not_a_book(tmp_path):
    path = tmp_path / "sổ.scb"
    path.write_bytes(b"x" * 100)
    with pytest.raises(NotABook):
        open_store(path, KEY, a_writer(), Clock())


def test_another_key_does_not_open_it(tmp_path):
    store = a_store(tmp_path)
    store.close()
    with pytest.raises(StoreDamaged):
        open_store(store.path, bytes(32), a_writer(), Clock())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_book_is_damaged_and_nothing_else(tmp_path, share):
    store = a_store(tmp_path)
    store.members.put_all(a_member(a_name(i)) for i in range(300))
    store.close()
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(StoreDamaged):
        _read_everything(store.path)


def test_a_flipped_byte_is_found_by_verify(tmp_path):
    store = a_store(tmp_path)
    store.members.put_all(a_member(a_name(i)) for i in range(300))
    store.close()
    whole = bytearray(store.path.read_bytes())
    whole[len(whole) - 2000] ^= 1
    store.path.write_bytes(whole)
    with pytest.raises(StoreDamaged):
        _read_everything(store.path)


def _read_everything(path):
    store = open_store(path, KEY, a_writer(), Clock())
    try:
        store.verify()
    finally:
        store.close()


def test_a_sound_book_verifies(tmp_path):
    store = a_store(tmp_path)
    store.members.put(a_member())
    store.verify()
    store.close()


def test_a_book_of_a_newer_version_is_left_alone(tmp_path):
    store = a_store(tmp_path)
    store.close()
    connection = driver.connect(store.path, KEY)
    connection.execute(f"PRAGMA user_version = {migrations.LATEST + 1}")
    connection.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreTooNew) as caught:
        open_store(store.path, KEY, a_writer(), Clock())
    assert (caught.value.found, caught.value.supported) == (
        migrations.LATEST + 1,
        migrations.LATEST,
    )
    assert store.path.read_bytes() == before


def test_a_book_of_a_trial_version_is_told_and_left_alone(tmp_path):
    store = a_store(tmp_path)
    store.close()
    connection = driver.connect(store.path, KEY)
    connection.execute("ALTER TABLE writers DROP COLUMN came")
    connection.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreMismatch) as caught:
        open_store(store.path, KEY, a_writer(), Clock())
    assert caught.value.column == "writers.came"
    assert store.path.read_bytes() == before


def test_a_book_held_by_another_program_is_busy(tmp_path, monkeypatch):
    store = a_store(tmp_path)
    other = driver.connect(store.path, KEY)
    other.execute("BEGIN IMMEDIATE")
    store._connection.execute("PRAGMA busy_timeout = 10")
    with pytest.raises(StoreBusy):
        store.members.put(a_member())
    other.execute("ROLLBACK")
    other.close()
    store.members.put(a_member())
    assert store.members.count(UNIT) == 1
    store.close()


def test_a_write_protected_place_takes_no_new_book():
    with write_protected() as folder:
        with pytest.raises(FolderReadOnly):
            create_store(folder / "sổ.scb", KEY, a_writer(), Clock())
        assert list(folder.iterdir()) == []


def test_a_book_on_a_write_protected_disk_says_so(tmp_path):
    store = a_store(tmp_path)
    store.close()
    with write_protected(store.path) as folder:
        with pytest.raises(FolderReadOnly):
            open_store(folder / "sổ.scb", KEY, a_writer(), Clock())
        assert [each.name for each in folder.iterdir()] == ["sổ.scb"]


def test_a_transaction_that_fails_leaves_nothing(tmp_path):
    store = a_store(tmp_path)
    kept = a_member()
    store.members.put(kept)

    def fails():
        with store.transaction():
            store.members.put(a_member("Một Người Khác"))
            store.set_fact("mới", "có")
            store.unit_number(an_id(77))
            raise Cancelled

    with pytest.raises(Cancelled):
        fails()
    assert [each.id for each in store.members.own()] == [kept.id]
    assert store.fact("mới") == ""
    assert an_id(77) not in store.unit_ids().values()
    store.close()


def test_a_failed_first_write_takes_no_number(tmp_path):
    store = a_store(tmp_path)

    def fails():
        with store.transaction():
            store.members.put(a_member())
            raise Cancelled

    with pytest.raises(Cancelled):
        fails()
    assert store.fetch("SELECT seq FROM writers") == []
    assert store.fact("last_writer") == ""
    store.members.put(a_member())
    assert store.fetch("SELECT seq FROM writers") == [(1,)]
    store.close()


def test_an_inner_transaction_belongs_to_the_outer_one(tmp_path):
    store = a_store(tmp_path)
    with store.transaction():
        store.members.put(a_member())
        with store.transaction():
            store.members.put(a_member(a_name(1)))
    assert store.fetch("SELECT DISTINCT seq FROM members") == [(1,)]
    store.close()


def test_a_record_of_another_unit_is_not_written(tmp_path):
    store = a_store(tmp_path)
    with pytest.raises(Invalid):
        store.members.put(a_member(unit=an_id(2)))
    assert store.members.where() == []
    store.close()


def test_a_removed_record_comes_back_whole(tmp_path):
    store = a_store(tmp_path)
    member = a_member(phone="0900000001")
    store.members.put(member)
    store.members.remove(member.id)
    assert store.members.find(member.id) is None
    store.members.restore(member.id)
    assert store.members.get(member.id) == member
    with pytest.raises(NotFound):
        store.members.remove(an_id(5))
    store.close()


def test_a_copy_opens_with_the_same_key_and_never_overwrites(tmp_path):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    copy = tmp_path / "bản sao.scb"
    store.copy_to(copy, KEY)
    with pytest.raises(StoreExists):
        store.copy_to(copy, KEY)
    store.close()
    again = open_store(copy, KEY, a_writer(), Clock())
    assert again.members.get(member.id) == member
    again.close()


def test_nothing_readable_lies_on_the_disk(tmp_path):
    store = a_store(tmp_path)
    name = "Nguyễn Thị Hoa Ban Trắng"
    store.members.put_all(a_member(name) for _ in range(50))
    files = [each for each in tmp_path.iterdir() if each.is_file()]
    assert any(each.name.endswith("-wal") for each in files)
    for each in files:
        content = each.read_bytes()
        assert name.encode() not in content
        assert b"SQLite format" not in content
        assert b"CREATE TABLE" not in content
    store.close()


def test_a_book_copied_while_a_wal_lies_beside_it_loses_nothing(tmp_path):
    store = a_store(tmp_path)
    member = a_member()
    store.members.put(member)
    away = tmp_path / "usb"
    away.mkdir()
    for each in tmp_path.glob("sổ.scb*"):
        shutil.copy(each, away)
    store.close()
    again = open_store(away / "sổ.scb", KEY, a_writer(), Clock())
    assert again.members.get(member.id) == member
    again.close()


def test_any_garbage_is_refused_with_one_of_our_errors(tmp_path):
    for size in (512, 4096, 70_000):
        path = tmp_path / f"{size}.scb"
        path.write_bytes(random.Random(size).randbytes(size))  # noqa: S311 - garbage
        with pytest.raises(StoreDamaged):
            open_store(path, KEY, a_writer(), Clock())


def an_older_book(folder):
    store = a_store(folder)
    store.members.put(a_member())
    store.close()
    keys.write_slots(store.path, keys.Slots(book=an_id()))
    connection = driver.connect(store.path, KEY)
    connection.execute(f"PRAGMA user_version = {migrations.LATEST - 1}")
    connection.close()
    return store.path


def test_an_older_book_is_copied_whole_with_its_keys_before_it_is_changed(tmp_path):
    path = an_older_book(tmp_path)
    half = tmp_path / f"sổ.scb.before-{migrations.LATEST}.part"
    half.write_bytes(b"what a crash left")
    open_store(path, KEY, a_writer(), Clock()).close()
    copy = tmp_path / f"sổ.scb.before-{migrations.LATEST}"
    assert keys.key_file(copy).read_bytes() == keys.key_file(path).read_bytes()
    connection = driver.connect(copy, KEY)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == migrations.LATEST - 1
    assert connection.execute("SELECT count(*) FROM members").fetchone()[0] == 1
    connection.close()
    assert not half.exists()


def test_a_copy_opened_as_a_book_lets_two_connections_work_as_the_first_did(tmp_path):
    store = a_store(tmp_path)
    store.copy_to(tmp_path / "bản sao.scb", KEY)
    store.close()
    again = open_store(tmp_path / "bản sao.scb", KEY, a_writer(), Clock())
    assert again.fetch("PRAGMA journal_mode") == [("wal",)]
    again.close()
