from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from qtapp.bundle import part
from qtapp.bundle.seal import unseal
from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import BundleOutOfScope
from qtapp.domain.figures import Figures
from qtapp.domain.forwarded import ForwardedFigures
from qtapp.domain.record import Reach
from qtapp.domain.units import UnitKind
from qtapp.papers.report_text import annex_rows, sentences
from qtapp.services.book import Book, accept_invitation
from qtapp.services.inbox import InboxState
from tests.make import NAMES, PASSPHRASE, a_committee_book, a_session_in, a_wave_in, an_environment

OWNER = "Máy của Vàng A Chủ"
"""What every computer is called, after the person it belongs to."""


def joined(above: Book, name: str, kind: UnitKind, folder: Path) -> Book:
    unit = above.units.add(name, kind)
    letter = folder / f"{name}.cbmoi"
    code = above.exchange.invite(unit.id, letter)
    book, _ = accept_invitation(
        letter, code, folder / f"{name}.scb", PASSPHRASE, an_environment(OWNER)
    )
    return book


def handed_down(above: Book, below: Book, folder: Path) -> None:
    for path in above.exchange.make_down(folder):
        below.exchange.receive(path)


def sent_up(below: Book, above: Book, folder: Path) -> Path:
    path = below.exchange.make_up(folder)
    (end,) = above.exchange.receive(path)
    assert end.state is InboxState.MERGED, end.reason
    return path


def three_levels(folder: Path) -> tuple[Book, Book, Book, str]:
    """Return a province, a commune and a cell that has met in the province's wave."""
    province = a_committee_book(folder, "Tỉnh ủy Mẫu")
    commune = joined(province, "Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE, folder)
    cell = joined(commune, "Chi bộ bản Lướt", UnitKind.CELL, folder)
    commune.units.add("Chi bộ bản Pó")
    wave = a_wave_in(province)
    handed_down(province, commune, folder / "tỉnh xuống")
    handed_down(commune, cell, folder / "xã xuống")
    for name in NAMES[:3]:
        cell.members.save(cell.members.new(name))
    session = a_session_in(cell, cell.waves.get(wave.id), held=True, chair="Lò Thị Bí Thư")
    for member in cell.members.all():
        cell.attendance.mark(session.id, member.id, AttendanceStatus.PRESENT)
    return province, commune, cell, wave.id


def test_figures_go_from_the_cell_to_the_province_and_into_its_report(tmp_path: Path) -> None:
    province, commune, cell, wave = three_levels(tmp_path)
    assert province.reports.wave(wave).missing == ["Đảng ủy xã Suối Mẫu"]
    sent_up(cell, commune, tmp_path / "lên xã")
    sent_up(commune, province, tmp_path / "lên tỉnh")
    report = province.reports.wave(wave)
    (row,) = report.units
    assert (row.name, row.reported) == ("Đảng ủy xã Suối Mẫu", True)
    assert report.total == commune.reports.wave(wave).total == cell.reports.wave(wave).total
    assert (report.total.members_studied, report.total.sessions) == (3, 1)
    assert report.missing == ["Chi bộ bản Pó (Đảng ủy xã Suối Mẫu)"]
    assert province.reports.missing(wave) == []
    for book in (province, commune, cell):
        book.close()


def test_the_sentences_of_the_report_are_right_at_depth(tmp_path: Path) -> None:
    province, commune, cell, wave = three_levels(tmp_path)
    cell.plans.save(replace(cell.plans.of(wave), name="Kế hoạch", number="05-KH/CB"))
    a_session_in(commune, commune.waves.get(wave), held=True)
    commune.plans.save(replace(commune.plans.of(wave), name="Kế hoạch", number="07-KH/ĐU"))
    invited = province.units.add("Đảng ủy xã Nậm Mẫu", UnitKind.COMMITTEE)
    province.exchange.invite(invited.id, tmp_path / "mời.cbmoi")
    sent_up(cell, commune, tmp_path / "lên xã")
    sent_up(commune, province, tmp_path / "lên tỉnh")
    # The commune itself, its two cells and the commune nothing is known of: four, not two rows.
    report = province.reports.wave(wave)
    told = sentences(report)
    assert [each for each in told if each.startswith("Kế hoạch hành động: ")] == [
        "Kế hoạch hành động: 2/4 đơn vị đã ban hành, với 0 nhiệm vụ; 0/0 nhiệm vụ có "
        "người thực hiện, thời hạn và thước đo kết quả; đã hoàn thành 0 nhiệm vụ."
    ]
    assert [each for each in told if each.startswith("Còn ")] == [
        "Còn 2/4 đơn vị chưa gửi kết quả: Chi bộ bản Pó (Đảng ủy xã Suối Mẫu); Đảng ủy xã Nậm Mẫu."
    ]
    rows = {row[1]: (row[17], row[21]) for row in annex_rows(report)}
    assert rows == {
        "Đảng ủy xã Suối Mẫu": ("2/3 đơn vị", "Thiếu 1/3 đơn vị"),
        "Đảng ủy xã Nậm Mẫu": ("–", "Chưa báo cáo"),
        "Tổng cộng": ("2/4 đơn vị", ""),
    }
    for book in (province, commune, cell):
        book.close()


def test_whoever_is_silent_two_levels_down_is_counted_and_named(tmp_path: Path) -> None:
    ministry = a_committee_book(tmp_path, "Trung ương Mẫu")
    province = joined(ministry, "Tỉnh ủy Mẫu", UnitKind.COMMITTEE, tmp_path)
    commune = joined(province, "Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE, tmp_path)
    invited = province.units.add("Đảng ủy xã Nậm Mẫu", UnitKind.COMMITTEE)
    province.exchange.invite(invited.id, tmp_path / "mời.cbmoi")
    mine = province.units.add("Chi bộ Cơ quan Tỉnh ủy")
    for name in ("Chi bộ bản Lướt", "Chi bộ bản Pó", "Chi bộ bản Mo"):
        commune.units.add(name)
    wave = a_wave_in(ministry)
    handed_down(ministry, province, tmp_path / "1")
    handed_down(province, commune, tmp_path / "2")
    a_session_in(commune, commune.waves.get(wave.id), held=True)
    sent_up(commune, province, tmp_path / "3")
    sent_up(province, ministry, tmp_path / "4")
    report = ministry.reports.wave(wave.id)
    assert (report.asked, report.silent) == (6, 5)
    assert sorted(report.missing) == [
        "3 đơn vị của Đảng ủy xã Suối Mẫu (Tỉnh ủy Mẫu)",
        "Chi bộ Cơ quan Tỉnh ủy (Tỉnh ủy Mẫu)",
        "Đảng ủy xã Nậm Mẫu (Tỉnh ủy Mẫu)",
    ]
    assert province.reports.wave(wave.id).missing[0] == mine.name
    for book in (ministry, province, commune):
        book.close()


def test_what_a_commune_sends_up_names_nobody(tmp_path: Path) -> None:
    province, commune, cell, wave = three_levels(tmp_path)
    commune.members.save(commune.members.new("Hoàng Văn Cán Bộ"))
    a_session_in(commune, commune.waves.get(wave), held=True, speaker="Trịnh Báo Cáo Viên")
    profile = commune.units.profile()
    commune.units.save_profile(replace(profile, signer_name="Phan Ký Tên"))
    sent_up(cell, commune, tmp_path / "lên xã")
    path = sent_up(commune, province, tmp_path / "lên tỉnh")
    identity = province.exchange._identity
    sealed = part.join([part.read_part(path)])
    opened = unseal(sealed, identity.readers(), identity.trust())
    sections = {each.name: each for each in opened.tables()}
    said = repr([each.data for each in sections.values()]) + repr(opened)
    assert ForwardedFigures.table in sections
    assert set(sections) <= {"forwarded_figures", "devices", "revocations"}
    for name in (
        *NAMES[:3],
        "Lò Thị Bí Thư",
        "Hoàng Văn Cán Bộ",
        "Trịnh Báo Cáo Viên",
        "Phan Ký Tên",
        "Vàng A Chủ",
    ):
        assert name not in said
    for book in (province, commune, cell):
        book.close()


def test_figures_that_have_not_changed_are_not_written_again(tmp_path: Path) -> None:
    province, commune, cell, _ = three_levels(tmp_path)
    sent_up(cell, commune, tmp_path / "lên xã")
    commune.exchange.make_up(tmp_path / "1")
    assert not commune.exchange.status().unmade
    before = commune.exchange.status().unsent
    commune.exchange.make_up(tmp_path / "2")
    assert commune.exchange.status().unsent == before
    for book in (province, commune, cell):
        book.close()


def test_counts_pass_through_a_level_between(tmp_path: Path) -> None:
    ministry = a_committee_book(tmp_path, "Trung ương Mẫu")
    province = joined(ministry, "Tỉnh ủy Mẫu", UnitKind.COMMITTEE, tmp_path)
    commune = joined(province, "Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE, tmp_path)
    wave = a_wave_in(ministry)
    handed_down(ministry, province, tmp_path / "1")
    handed_down(province, commune, tmp_path / "2")
    cell = joined(commune, "Chi bộ bản Lướt", UnitKind.CELL, tmp_path)
    handed_down(commune, cell, tmp_path / "3")
    a_session_in(cell, cell.waves.get(wave.id), held=True)
    for place, (below, above) in enumerate(
        ((cell, commune), (commune, province), (province, ministry))
    ):
        sent_up(below, above, tmp_path / f"lên {place}")
    assert ministry.reports.wave(wave.id).total.sessions == 1
    for book in (ministry, province, commune, cell):
        book.close()


def claimed(book: Book, wave: str, cell: str, **values: object) -> ForwardedFigures:
    """Return figures of whichever cell as a book whose program was changed would claim them."""
    row = ForwardedFigures(
        id=ForwardedFigures.identity.of(wave=wave, cell=cell),
        unit=book._store.unit,
        wave=wave,
        cell=cell,
        **{"name": "Đặng Văn Lộ Tên", "reported": True, **values},
    )
    book._store.table(ForwardedFigures).put(row)
    return row


def sent_as_it_lies(below: Book, above: Book, folder: Path) -> None:
    """Send what a book holds without having its figures worked out anew."""
    folder.mkdir()
    (end,) = above.exchange.receive(below.exchange._outgoing.make_up(folder))
    assert end.state is InboxState.MERGED, end.reason


def test_a_cell_cannot_send_figures_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    province, commune, cell, wave = three_levels(tmp_path)
    (other,) = [each for each in commune.units.cells() if each.id != cell._store.unit]
    sent_up(cell, commune, tmp_path / "thật")
    claimed(cell, wave, other.id, counts='{"sessions":999}')
    with monkeypatch.context() as patch:
        patch.setattr(ForwardedFigures, "reach", Reach.UP)
        path = cell.exchange.make_up(tmp_path / "giả", whole=True)
    (end,) = commune.exchange.receive(path)
    assert isinstance(end.reason, BundleOutOfScope)
    sent_up(commune, province, tmp_path / "lên tỉnh")
    assert province.reports.wave(wave).total.sessions == 1
    for book in (province, commune, cell):
        book.close()


def test_what_a_book_works_out_itself_stands_above_what_it_is_told(tmp_path: Path) -> None:
    ministry = a_committee_book(tmp_path, "Trung ương Mẫu")
    province = joined(ministry, "Tỉnh ủy Mẫu", UnitKind.COMMITTEE, tmp_path)
    commune = joined(province, "Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE, tmp_path)
    mine = province.units.add("Chi bộ Cơ quan Tỉnh ủy")
    wave = a_wave_in(ministry)
    handed_down(ministry, province, tmp_path / "1")
    handed_down(province, commune, tmp_path / "2")
    claimed(commune, wave.id, mine.id, counts='{"sessions":999}')
    sent_as_it_lies(commune, province, tmp_path / "3")
    sent_up(province, ministry, tmp_path / "4")
    assert ministry.reports.wave(wave.id).total.sessions == 0
    for book in (ministry, province, commune):
        book.close()


def test_words_do_not_pass_with_the_counts(tmp_path: Path) -> None:
    ministry = a_committee_book(tmp_path, "Trung ương Mẫu")
    province = joined(ministry, "Tỉnh ủy Mẫu", UnitKind.COMMITTEE, tmp_path)
    commune = joined(province, "Đảng ủy xã Suối Mẫu", UnitKind.COMMITTEE, tmp_path)
    wave = a_wave_in(ministry)
    handed_down(ministry, province, tmp_path / "1")
    handed_down(province, commune, tmp_path / "2")
    cells = [province._environment.new_id() for _ in range(3)]
    claimed(commune, wave.id, cells[0], counts='{"sessions":1,"note":"Đặng Văn Lộ Tên"}')
    claimed(commune, wave.id, cells[1], counts='["Đặng Văn Lộ Tên"]')
    claimed(commune, wave.id, cells[2], plan_number="Đặng Văn Lộ Tên", reported=False)
    sent_as_it_lies(commune, province, tmp_path / "3")
    sent_up(province, ministry, tmp_path / "4")
    rows = ministry._store.table(ForwardedFigures).where()
    assert {each.cell for each in rows} == set(cells)
    assert "Lộ Tên" not in repr(rows)
    counts = [msgspec.json.decode(each.counts, type=dict[str, int]) for each in rows]
    assert all(each.keys() == msgspec.structs.asdict(Figures()).keys() for each in counts)
    report = ministry.reports.wave(wave.id)
    assert (report.total.sessions, report.missing) == (1, ["Đảng ủy xã Suối Mẫu (Tỉnh ủy Mẫu)"])
    for book in (ministry, province, commune):
        book.close()


def test_a_cell_that_moved_to_another_committee_counts_once(tmp_path: Path) -> None:
    province, commune, cell, wave = three_levels(tmp_path)
    sent_up(cell, commune, tmp_path / "lên xã")
    sent_up(commune, province, tmp_path / "lên tỉnh")
    new = joined(province, "Đảng ủy xã Nậm Mẫu", UnitKind.COMMITTEE, tmp_path)
    handed_down(province, new, tmp_path / "tỉnh xuống xã mới")
    letter = tmp_path / "giới thiệu.cbgt"
    code = commune.exchange.introduce(cell._store.unit, letter)
    commune.exchange.let_go(cell._store.unit)
    new.exchange.take_over(letter, code)
    invitation = tmp_path / "mời lại.cbmoi"
    cell.exchange.join(invitation, new.exchange.invite(cell._store.unit, invitation))
    sent_up(cell, new, tmp_path / "lên xã mới")
    for place, book in enumerate((new, commune)):
        sent_up(book, province, tmp_path / f"lên tỉnh {place}")
    report = province.reports.wave(wave)
    assert (report.total.sessions, report.total.members_studied) == (1, 3)
    assert {row.name: row.figures.sessions for row in report.units} == {
        "Đảng ủy xã Suối Mẫu": 0,
        "Đảng ủy xã Nậm Mẫu": 1,
    }
    for book in (province, commune, new, cell):
        book.close()


def test_a_wave_of_a_cell_alone_is_no_affair_of_the_level_above(tmp_path: Path) -> None:
    province, commune, cell, wave = three_levels(tmp_path)
    mine = a_wave_in(cell, "Đợt riêng của chi bộ")
    sent_up(cell, commune, tmp_path / "lên xã")
    assert commune.waves.get(mine.id) == mine
    sent_up(commune, province, tmp_path / "lên tỉnh")
    assert {each.wave for each in province._store.table(ForwardedFigures).where()} == {wave}
    for book in (province, commune, cell):
        book.close()
