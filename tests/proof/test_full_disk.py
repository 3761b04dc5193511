import itertools
from pathlib import Path

import pytest

from qtapp.bundle import part
from qtapp.domain.errors import DiskFull
from qtapp.services.inbox import InboxState
from tests.make import a_name
from tests.proof.crashes import room_for
from tests.proof.dumps import comparable, whole
from tests.proof.profile import chosen
from tests.services.pairs import a_pair


@pytest.fixture
def pair(tmp_path):
    pair = a_pair(tmp_path, members=3)
    yield pair
    pair.cell.close()
    pair.commune.close()


def files_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


def test_an_export_onto_a_full_stick_leaves_nothing_there_and_nothing_noted(
    pair, tmp_path, monkeypatch
):
    size = pair.cell.exchange.make_up(tmp_path / "đủ chỗ").stat().st_size
    before = whole(pair.cell._store)
    folder = tmp_path / "usb"
    for left in range(0, size - 200, chosen(97, 1)):
        with room_for(left, monkeypatch), pytest.raises(DiskFull):
            pair.cell.exchange.make_up(folder)
        assert files_in(folder) == []
    assert whole(pair.cell._store) == before
    part.read_part(pair.cell.exchange.make_up(folder))


def test_parts_on_a_stick_that_gets_full_are_whole_or_not_there(pair, tmp_path, monkeypatch):
    for place in range(40):
        pair.cell.members.save(pair.cell.members.new(a_name(place + 10)))
    pair.cell.exchange.make_up(tmp_path / "đủ chỗ", part_bytes=6_000)
    sizes = [each.stat().st_size for each in (tmp_path / "đủ chỗ").iterdir()]
    assert len(sizes) > 1
    for left in range(0, sum(sizes) - 400, chosen(301, 7)):
        folder = tmp_path / f"usb {left}"
        with room_for(left, monkeypatch), pytest.raises(DiskFull):
            pair.cell.exchange.make_up(folder, part_bytes=6_000)
        for each in folder.iterdir():
            part.read_part(each)


def test_an_import_that_cannot_keep_the_file_changes_nothing_and_is_done_later(
    pair, tmp_path, monkeypatch
):
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    pair.commune.exchange.receive(tmp_path / "usb" / "không có")
    before = whole(pair.commune._store, but=())
    for left in range(0, path.stat().st_size, chosen(97, 1)):
        with room_for(left, monkeypatch), pytest.raises(DiskFull):
            pair.commune.exchange.receive(path)
        assert whole(pair.commune._store, but=()) == before
    assert pair.commune.exchange.receive(path)[0].state is InboxState.MERGED


def test_a_book_that_cannot_grow_takes_a_bundle_in_whole_or_not_at_all(pair, tmp_path):
    for place in range(400):
        pair.cell.members.save(pair.cell.members.new(a_name(place + 10)))
    path = pair.cell.exchange.make_up(tmp_path / "usb")
    store = pair.commune._store
    connection = store._connection
    before = whole(store)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    failures = 0
    end = None
    for most in range(pages, pages + 500):
        connection.execute(f"PRAGMA max_page_count = {most}")
        try:
            (end,) = pair.commune.exchange.receive(path)
        except DiskFull:
            end = None
        if end is not None and end.state is InboxState.MERGED:
            break
        assert end is None or isinstance(end.reason, DiskFull)
        assert whole(store, but={"inbox", "facts"}) == {
            name: rows for name, rows in before.items() if name != "facts"
        }
        failures += 1
    pair.commune.verify()
    assert failures > 5
    assert end is not None
    assert len(pair.commune.members.all(pair.unit)) == 403
    vector = dict(comparable(store, pair.unit)["vector"])
    assert vector == dict(comparable(pair.cell._store, pair.unit)["vector"])


def test_a_stick_for_which_a_book_has_no_room_is_taken_in_as_far_as_it_goes(pair, tmp_path):
    many = 400
    (tmp_path / "usb").mkdir()
    for number, count in enumerate((1, 1, many, 1)):
        for place in range(count):
            pair.cell.members.save(pair.cell.members.new(a_name(place + 10)))
        path = pair.cell.exchange.make_up(tmp_path / "khác")
        path.rename(tmp_path / "usb" / f"CB{number}.cbdl")
    store = pair.commune._store
    pair.commune.exchange.receive(tmp_path / "không có")
    connection = store._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 12}")
    ends = pair.commune.exchange.receive(tmp_path / "usb")
    assert [each.state for each in ends[:2]] == [InboxState.MERGED] * 2
    assert [type(each.reason) for each in ends[2:]] == [DiskFull] * 2
    assert len(pair.commune.members.all(pair.unit)) == 5
    pair.commune.verify()
    connection.execute("PRAGMA max_page_count = 1000000")
    states = [each.state for each in pair.commune.exchange.receive(tmp_path / "usb")]
    assert states == [InboxState.DUPLICATE] * 2 + [InboxState.MERGED] * 2
    assert len(pair.commune.members.all(pair.unit)) == 6 + many
    vector = dict(comparable(store, pair.unit)["vector"])
    assert vector == dict(comparable(pair.cell._store, pair.unit)["vector"])


def test_an_edit_that_finds_no_room_is_not_half_done(pair):
    connection = pair.cell._store._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    saved: list[str] = []

    def add_for_ever() -> None:
        for place in itertools.count(10):
            made = pair.cell.members.new(a_name(place))
            saved.append(pair.cell.members.save(made).id)

    with pytest.raises(DiskFull):
        add_for_ever()
    connection.execute("PRAGMA max_page_count = 1000000")
    assert {each.id for each in pair.cell.members.all()} >= set(saved)
    assert len(pair.cell.members.all()) == 3 + len(saved)
    pair.cell.members.save(pair.cell.members.new("Người sau"))
    pair.cell.verify()
