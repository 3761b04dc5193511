import json
import unicodedata

import pypdfium2
import pytest
from msgspec.structs import asdict

from qtapp.demo import PASSPHRASE, build_demo
from qtapp.domain.attendance import AttendanceStatus
from qtapp.domain.errors import Cancelled, FolderReadOnly, StoreExists
from qtapp.domain.figures import Figures
from qtapp.domain.plan_check import missing_clears
from qtapp.domain.vietnamese import percent
from qtapp.domain.waves import Intensity
from qtapp.logs import start_log, stop_log
from qtapp.services.book import open_book
from qtapp.services.inbox import InboxState
from qtapp.wording.failures import sentence
from tests.make import TODAY, an_environment, write_protected


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trình diễn") / "Làm thử"
    handler = start_log(folder.parent / "sochibo.log")
    try:
        return build_demo(folder, an_environment)
    finally:
        stop_log(handler)


@pytest.fixture
def books(demo):
    opened = [open_book(path, an_environment(), passphrase=PASSPHRASE) for path in demo.books]
    yield opened
    for book in opened:
        book.close()


def pdf_text(path):
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_everything_named_in_the_account_is_there(demo):
    assert all(place.path.exists() for place in demo.places)
    assert len(demo.books) == 4
    suffixes = [place.path.suffix for place in demo.places]
    assert (suffixes.count(".scb"), suffixes.count(".cbmoi"), suffixes.count(".pdf")) == (4, 3, 4)
    bundles = [path.parent.name for path in (demo.folder / "Gói dữ liệu").rglob("*.cbdl")]
    assert (bundles.count("Xã gửi xuống"), bundles.count("Chi bộ gửi lên")) == (3, 6)
    json.dumps(demo.as_data())


def test_members_came_from_the_sample_by_the_importer(books):
    _, *cells = books
    assert [len(cell.members.all()) for cell in cells] == [14, 12, 10]
    cards = [member.card_number for cell in cells for member in cell.members.all()]
    assert all(len(card) == 12 and card.startswith("0") for card in cards)


def test_the_commune_holds_the_members_but_not_what_stays_in_the_cell(books):
    commune, *cells = books
    for cell in cells:
        members = commune.members.all(cell.units.own().id)
        assert [member.full_name for member in members] == [
            member.full_name for member in cell.members.all()
        ]
        assert {(member.card_number, member.birth, member.id_tail) for member in members} == {
            ("", "", "")
        }
        wave = cell.waves.all()[0]
        texts = [cell.essays.text(row.essay).text for row in cell.essays.sheet(wave.id)]
        assert any(texts)
    assert list(commune.records.all("essay_texts", everyone=True)) == []


def test_each_cell_lived_through_the_wave_that_was_handed_down(books):
    commune, *cells = books
    wave = commune.waves.all()[0]
    for cell in cells:
        assert cell.waves.all() == [wave]
        assert not cell.waves.is_own(wave)
        assert [depth for _, depth in cell.waves.documents(wave.id)] == [
            Intensity.THOROUGH,
            Intensity.BRIEF,
        ]
        assert cell.waves.study_plan(wave.id).purpose
        session = cell.sessions.of(wave.id)[0]
        assert session.held
        assert sum(item.minutes for item in cell.sessions.agenda(session.id)) == session.minutes
        assert cell.sessions.cautions(session, len(cell.members.all())) == []
        statuses = {row.status for row in cell.attendance.sheet(session.id)}
        assert {AttendanceStatus.PRESENT, AttendanceStatus.MADE_UP} <= statuses
        assert len(statuses) > 3
        tasks = cell.plans.tasks(cell.plans.of(wave.id))
        assert sum(not missing_clears(task) for task in tasks) == 2


def test_every_bundle_was_taken_in_without_conflict(books):
    for book in books:
        assert {entry.state for entry in book.exchange.inbox()} == {InboxState.MERGED}
        assert book.exchange.conflicts() == []


def test_the_reported_totals_are_what_the_cells_books_hold(demo, books):
    commune, *cells = books
    wave = commune.waves.all()[0]
    written = json.loads(
        (demo.folder / "Giấy tờ" / "Báo cáo kết quả đợt học tập.json").read_bytes()
    )
    own = [cell.reports.wave(wave.id).total for cell in cells]
    assert written["total"] == asdict(sum(own[1:], own[0])) == asdict(demo.total)
    by_name = {row["name"]: row["figures"] for row in written["units"]}
    for cell, figures in zip(cells, own, strict=True):
        assert by_name[cell.units.own().name] == asdict(figures)
    assert written["missing"] == list(demo.missing) == []
    assert demo.total.members_studied > 0.9 * demo.total.members > 0
    assert demo.total.essays_due > demo.total.essays_written > demo.total.essays_graded > 0


def test_the_figures_are_those_counted_by_hand(demo):
    # What `demo_cell` does in Nà Lạnh, Khuổi Mới and the school, added up with pencil and paper.
    assert {name: (f.members_studied, f.members) for name, f in demo.units} == {
        "Chi bộ thôn Nà Lạnh": (13, 13),  # 14, one of them away; the exempt one came
        "Chi bộ thôn Khuổi Mới": (10, 11),  # 12, one of them away; one excused
        "Chi bộ Trường Tiểu học Xã Mẫu": (10, 10),
    }
    assert demo.total == Figures(
        sessions=3,
        sessions_in_person=2,
        sessions_mixed=1,
        members=13 + 11 + 10,
        members_studied=13 + 10 + 10,
        members_made_up=3,
        attendances=12 + 9 + 9,
        essays_due=12 + 11 + 10,
        essays_written=10 + 11 + 9,
        essays_graded=7 + 11 + 8,
        essays_passed=7 + 10 + 8,
        plans=3,
        tasks=3 + 2 + 3,
        tasks_clear=2 + 2 + 2,
        tasks_done=3,
    )


def test_the_report_says_the_figures_in_vietnamese(demo):
    text = pdf_text(demo.folder / "Giấy tờ" / "Báo cáo kết quả đợt học tập.pdf")
    flat = " ".join(text.split())
    total = demo.total
    assert unicodedata.is_normalized("NFC", text)
    assert f"{total.members_studied}/{total.members} đồng chí" in flat
    assert percent(total.members_studied, total.members) in flat
    assert "33/34 đồng chí, đạt 97% (đạt mức 95% trở lên); trong đó học bù 3 đồng chí." in flat
    assert (
        "của Tỉnh ủy Mẫu về xây dựng chi bộ bốn tốt ở thôn, bản (quán triệt); - Hướng dẫn số "
        "07-HD/ĐU" in flat
    )
    assert "“Hướng dẫn" not in flat
    assert "30/33 bài phải viết đã nộp, đạt 91%; đã chấm 26 bài, trong đó 25 bài đạt" in flat
    assert "3/3 đơn vị đã ban hành, với 8 nhiệm vụ; 6/8 nhiệm vụ có" in flat
    for name, _ in demo.units:
        assert name in flat


def test_the_committee_issues_in_its_own_name_under_the_party_of_the_province(books):
    commune, cell, *_ = books
    profiles = [book.units.profile() for book in (commune, cell)]
    lines = [(each.upper_line, each.own_line) for each in profiles]
    assert lines[0] == ("ĐẢNG BỘ TỈNH MẪU", "ĐẢNG ỦY XÃ SUỐI MẪU")
    assert lines[1] == ("ĐẢNG BỘ XÃ SUỐI MẪU", cell.units.own().name.upper())


def test_each_sign_in_sheet_names_every_member_of_its_cell(demo, books):
    _, *cells = books
    for cell in cells:
        name = cell.units.own().name
        text = " ".join(
            pdf_text(demo.folder / "Giấy tờ" / f"{name} - Danh sách ký tên.pdf").split()
        )
        assert "DANH SÁCH KÝ TÊN" in text
        away = {"temporary_away", "exempt"}
        expected = [each.full_name for each in cell.members.all() if each.status not in away]
        assert [each for each in expected if each not in text] == []


def test_no_name_of_a_member_lies_readable_in_book_bundle_or_log(demo, books):
    names = [member.full_name for book in books[1:] for member in book.members.all()]
    assert len(names) == 36
    looked_at = 0
    for path in demo.folder.parent.rglob("*"):
        if not path.is_file() or path.parent.name == "Giấy tờ":
            continue
        content = path.read_bytes()
        looked_at += 1
        found = [
            name
            for name in names
            for encoding in ("utf-8", "utf-16-le")
            if name.encode(encoding) in content
        ]
        assert found == [], path.name
    assert looked_at > 20


def test_the_dates_surround_the_day_it_is_made(books):
    wave = books[0].waves.all()[0]
    assert wave.starts_on < TODAY < wave.ends_on
    first_cell = books[1]
    assert first_cell.home.next_session().starts_at > TODAY.isoformat()
    assert first_cell.home.due()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "thư.txt").write_text("giữ", encoding="utf-8")
    with pytest.raises(StoreExists) as caught:
        build_demo(tmp_path, an_environment)
    assert sentence(caught.value)[0].startswith("Thư mục đã có sẵn")
    assert [path.name for path in tmp_path.iterdir()] == ["thư.txt"]
    with pytest.raises(StoreExists):
        build_demo(tmp_path / "thư.txt", an_environment)
    with pytest.raises(StoreExists):
        build_demo(tmp_path / "thư.txt" / "trong", an_environment)


def test_a_write_protected_place_says_so():
    with write_protected() as folder, pytest.raises(FolderReadOnly):
        build_demo(folder / "mới", an_environment)


@pytest.mark.parametrize("after", [0, 9])
def test_stopping_leaves_an_empty_folder(tmp_path, after):
    def stop(done, total):
        if done > after:
            raise Cancelled

    with pytest.raises(Cancelled):
        build_demo(tmp_path / "mới", an_environment, stop)
    assert list((tmp_path / "mới").iterdir()) == []


def test_progress_runs_to_its_end(tmp_path):
    seen = []
    build_demo(tmp_path / "mới", an_environment, lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]
