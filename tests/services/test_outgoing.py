import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from qtapp.domain.errors import FolderReadOnly, NotJoined
from qtapp.domain.essays import EssayState
from qtapp.services.inbox import InboxState
from qtapp.store.carried import Carried
from qtapp.store.keys import key_file
from tests.make import a_cell_book, an_id, write_protected
from tests.proof.dumps import comparable
from tests.services.pairs import a_pair, invited_laptop, reopened
from tests.services.versions import LaterMember, Verse, later_program, updated


def sent(pair, tmp_path: Path) -> None:
    for number in range(1):
        pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / f"usb {number}"))


def test_a_book_that_has_joined_nobody_has_nobody_to_send_to(tmp_path: Path) -> None:
    book = a_cell_book(tmp_path)
    with pytest.raises(NotJoined):
        book.exchange.make_up(tmp_path)
    assert [each.suffix for each in tmp_path.iterdir() if "cbdl" in each.name] == []


def test_the_words_of_an_essay_never_leave_the_cell(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    wave = pair.cell.waves.save(pair.cell.waves.new("Đợt 1"))
    pair.cell.essays.assign(wave.id)
    essay = pair.cell.essays.sheet(wave.id)[0].essay
    pair.cell.essays.receive(essay, date(2026, 11, 20), text="điều tôi tâm đắc nhất")
    sent(pair, tmp_path)
    store = pair.commune._store
    assert [each.state for each in store.essays.of(pair.unit)].count(EssayState.SUBMITTED) == 1
    assert store.essay_texts.where() == []


def test_card_numbers_and_telephones_stay_in_the_cell(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    one = pair.cell.members.new("Lò Văn Kín", card_number="123456789012", phone="0912345678")
    pair.cell.members.save(one)
    sent(pair, tmp_path)
    there = pair.commune.members.get(one.id)
    assert (there.full_name, there.card_number, there.phone) == ("Lò Văn Kín", "", "")


def test_a_wave_comes_down_before_the_cell_has_sent_anything(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    wave = pair.commune.waves.save(pair.commune.waves.new("Học tập Nghị quyết 9"))
    document = pair.commune.documents.save(pair.commune.documents.new("9-NQ/ĐU", "Về nước sạch"))
    pair.commune.waves.set_document(wave.id, document.id)
    (down,) = pair.commune.exchange.make_down(tmp_path / "usb")
    pair.cell.exchange.receive(down)
    assert [each.name for each in pair.cell.waves.all()] == ["Học tập Nghị quyết 9"]
    assert [each[0].number for each in pair.cell.waves.documents(wave.id)] == ["9-NQ/ĐU"]
    assert not pair.cell.waves.is_own(pair.cell.waves.get(wave.id))


def test_attachments_come_down_once(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    paper = tmp_path / "nghị quyết.txt"
    paper.write_text("Toàn văn nghị quyết " * 5000, encoding="utf-8")
    document = pair.commune.documents.save(pair.commune.documents.new("9-NQ/ĐU", "Về nước sạch"))
    document = pair.commune.documents.attach(document, paper)
    (first,) = pair.commune.exchange.make_down(tmp_path / "usb 1")
    pair.cell.exchange.receive(first)
    attachment = pair.cell.documents.get(document.id).attachments[0]
    assert pair.cell.documents.content(attachment) == paper.read_bytes()
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb 2"))
    (second,) = pair.commune.exchange.make_down(tmp_path / "usb 3")
    assert second.stat().st_size < first.stat().st_size - 50_000


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    with write_protected() as folder, pytest.raises(FolderReadOnly):
        pair.cell.exchange.make_up(folder)


def test_nothing_readable_lies_in_a_bundle(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    data = pair.cell.exchange.make_up(tmp_path / "usb").read_bytes()
    for member in pair.cell.members.all():
        for word in member.full_name.split():
            assert word.encode() not in data or len(word) < 4


def registers(book, unit: str, table: str = "members") -> dict[str, object]:
    """Return what a book carries unread of a table, with the writers' ids."""
    store = book._store
    ids = dict(store.fetch("SELECT n, id FROM writers"))
    return {
        row_id: {
            name: (lam, ids[writer], seq, values)
            for name, (lam, writer, seq, values) in each.items()
        }
        for row_id, each in Carried(store).of(store.unit_number(unit), table).items()
    }


def test_what_a_later_program_wrote_passes_older_ones_unchanged_and_comes_alive(
    tmp_path: Path,
) -> None:
    pair = a_pair(tmp_path)
    old = pair.second_laptop(tmp_path)
    ids = [each.id for each in pair.cell.members.all()]
    with later_program():
        new = updated(pair.cell)
        members = new._store.members
        members.put_all(replace(members.get(each), song=f"Bài {each[-2:]}") for each in ids[:2])
        new._store.table(Verse).put(
            Verse(id=an_id(5), unit=pair.unit, words="Câu 1", number=1 << 60)
        )
        up = new.exchange.make_up(tmp_path / "1")
    assert pair.commune.exchange.receive(up)[0].reason is None
    for table, count in (("members", 2), ("verses", 1)):
        assert len(registers(pair.commune, pair.unit, table)) == count
    (down,) = pair.commune.exchange.make_down(tmp_path / "2")
    assert old.exchange.receive(down)[0].reason is None
    for table in ("members", "verses"):
        assert registers(old, pair.unit, table) == registers(pair.commune, pair.unit, table)
    old.members.save(replace(old.members.get(ids[0]), party_role="Bí thư"))
    pair.commune.exchange.receive(old.exchange.make_up(tmp_path / "3"))
    with later_program():
        up = new.exchange.make_up(tmp_path / "4")
    pair.commune.exchange.receive(up)
    (back,) = pair.commune.exchange.make_down(tmp_path / "5")
    with later_program():
        assert new.exchange.receive(back)[0].conflicts == 0
        met = new._store.members.get(ids[0])
        assert (met.song, met.party_role) == (f"Bài {ids[0][-2:]}", "Bí thư")
        young = updated(old)
        for record in (LaterMember, Verse):
            ours, theirs = (each._store.table(record).of(pair.unit) for each in (new, young))
            assert ours == theirs
        assert [each.number for each in young._store.table(Verse).of(pair.unit)] == [1 << 60]
        new.close()
        young.close()


def test_a_row_taken_in_over_a_gap_goes_on_with_what_its_writer_had_seen(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    backup = tmp_path / "xã cũ.scb"

    def keep() -> None:
        shutil.copy(pair.commune.path, backup)
        shutil.copy(key_file(pair.commune.path), key_file(backup))

    pair.commune = reopened(pair.commune, keep)
    for number in range(3):
        for place, laptop in enumerate((pair.cell, second)):
            folder = tmp_path / f"lên {number} {place}"
            pair.commune.exchange.receive(laptop.exchange.make_up(folder))
        for path in pair.commune.exchange.make_down(tmp_path / f"xuống {number}"):
            for laptop in (pair.cell, second):
                laptop.exchange.receive(path)
    commune = reopened(pair.commune, lambda: None, backup)
    member = second.members.all()[0]
    second.members.save(replace(member, party_role="Bí thư"))
    (end,) = commune.exchange.receive(second.exchange.make_up(tmp_path / "lên"))
    assert end.state is InboxState.MERGED
    assert comparable(commune._store, pair.unit)["vector"] == []
    (path,) = commune.exchange.make_down(tmp_path / "xuống")
    pair.cell.exchange.receive(path)
    assert pair.cell.members.get(member.id).party_role == "Bí thư"
    assert pair.cell.exchange.conflicts() == []
    knows = [comparable(book._store, pair.unit)["knows"] for book in (commune, pair.cell)]
    assert knows[0] == knows[1]
    for book in (pair.cell, second, commune):
        book.close()


def test_a_row_taken_in_over_a_gap_goes_on_though_its_laptop_is_lost(tmp_path: Path) -> None:
    pair = a_pair(tmp_path)
    second = invited_laptop(pair.cell, tmp_path)
    backup = tmp_path / "xã cũ.scb"

    def keep() -> None:
        shutil.copy(pair.commune.path, backup)
        shutil.copy(key_file(pair.commune.path), key_file(backup))

    pair.commune = reopened(pair.commune, keep)
    for place, laptop in enumerate((pair.cell, second)):
        pair.commune.exchange.receive(laptop.exchange.make_up(tmp_path / f"lên {place}"))
    member = second.members.all()[0]
    for number in range(2):
        (path,) = pair.commune.exchange.make_down(tmp_path / f"xuống {number}")
        second.exchange.receive(path)
        pair.commune.exchange.receive(second.exchange.make_up(tmp_path / f"lên 3 {number}"))
    commune = reopened(pair.commune, lambda: None, backup)
    (path,) = commune.exchange.make_down(tmp_path / "xuống 2")
    pair.cell.exchange.receive(path)
    second = reopened(second, lambda: None)
    second.members.save(replace(member, gov_role="Trưởng bản"))
    commune.exchange.receive(second.exchange.make_up(tmp_path / "lên 4"))
    assert commune.members.get(member.id).gov_role == "Trưởng bản"
    commune.exchange.revoke(pair.unit, [second._store.fact("device")])
    commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "lên 5", whole=True))
    (path,) = commune.exchange.make_down(tmp_path / "xuống 3")
    pair.cell.exchange.receive(path)
    assert pair.cell.members.get(member.id).gov_role == "Trưởng bản"
    assert pair.cell.exchange.conflicts() == []
    # Nobody holds all that lies before it, so it goes along with everything, and counts as nothing to send.
    sizes = []
    for number in range(3):
        up = pair.cell.exchange.make_up(tmp_path / f"lên 6 {number}")
        commune.exchange.receive(up)
        (path,) = commune.exchange.make_down(tmp_path / f"xuống 4 {number}")
        pair.cell.exchange.receive(path)
        sizes.append(path.stat().st_size)
    assert pair.cell.exchange.status().unsent == 0
    assert not pair.cell.exchange.status().unmade
    assert max(sizes) < 3_000
    for book in (pair.cell, second, commune):
        book.close()


def everything(book, unit: str) -> dict[str, object]:
    """Return what a book holds of a unit, with the writers' ids: rows, vector, contexts."""
    return comparable(book._store, unit)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    whole=st.lists(st.booleans(), min_size=4, max_size=4),
    arrives=st.permutations(range(4)),
    confirms=st.sets(st.integers(0, 3)),
)
def test_any_mixture_of_whole_and_partial_bundles_ends_in_the_same_book(
    whole: list[bool], arrives: list[int], confirms: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pair = a_pair(folder)
        made = []
        for number in range(4):
            for each in pair.cell.members.all()[: number + 1]:
                pair.cell.members.save(replace(each, gov_role=f"việc {number}"))
            made.append(pair.cell.exchange.make_up(folder / f"{number}", whole=whole[number]))
            if number in confirms:
                pair.commune.exchange.receive(made[-1])
                (down,) = pair.commune.exchange.make_down(folder / f"xuống {number}")
                pair.cell.exchange.receive(down)
        for number in arrives:
            pair.commune.exchange.receive(made[number])
        (down,) = pair.commune.exchange.make_down(folder / "xuống")
        pair.cell.exchange.receive(down)
        pair.commune.exchange.receive(pair.cell.exchange.make_up(folder / "cuối"))
        assert everything(pair.commune, pair.unit) == everything(pair.cell, pair.unit)
        pair.cell.close()
        pair.commune.close()
