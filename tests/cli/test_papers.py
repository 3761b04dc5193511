import json

import pypdfium2
import pytest

from tests.make import a_session_in, a_wave_in


@pytest.fixture
def wave(cell):
    wave = a_wave_in(cell, "Đợt quý IV")
    cell.attendance.finish(a_session_in(cell, wave).id)
    return wave


def text_of(path):
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def test_the_sign_in_sheet_is_printed(cli, cell, wave, tmp_path):
    path = tmp_path / "ký tên.pdf"
    for columns in ("0", "3", "9"):
        refused = cli("print", "signin", "Buổi 1", "-o", path, "--signature-columns", columns)
        assert refused.code == 2
        assert "Số cột ký chỉ có thể là 1 (một buổi) hoặc 2 (sáng, chiều)." in refused.err
        assert not path.exists()
    said = cli.done("print", "signin", "Buổi 1", "-o", path, "--spare-rows", "2")
    assert said["path"] == str(path)
    assert "Nguyễn Thị Hoa" in text_of(path)


def test_the_report_is_a_paper_or_its_figures_by_the_name_of_the_file(cli, cell, wave, tmp_path):
    paper, figures = tmp_path / "báo cáo.pdf", tmp_path / "báo cáo.JSON"
    assert cli("report", "wave", "Đợt quý IV", "-o", paper).code == 0
    assert "6/6" in text_of(paper)
    assert cli.done("report", "wave", wave.id, "-o", figures)["missing"] == []
    assert json.loads(figures.read_bytes())["total"]["members_studied"] == 6


def test_who_is_missing_is_said_beside_the_report(cli, committee, tmp_path):
    wave = a_wave_in(committee)
    ran = cli("report", "wave", wave.id, "-o", tmp_path / "x.json")
    assert "Chưa có số liệu của: Chi bộ thôn Nà Mẫu, Chi bộ thôn Khuổi Mẫu" in ran.out


def test_a_place_that_cannot_be_written_ends_with_four(cli, cell, wave, tmp_path):
    (tmp_path / "tệp").write_bytes(b"")
    assert cli("report", "wave", wave.id, "-o", tmp_path / "tệp" / "x.json").code == 4
    assert cli("print", "signin", "Buổi 1", "-o", tmp_path / "tệp" / "x.pdf").code == 4


def test_a_name_that_promises_another_file_ends_with_two(cli, cell, wave, tmp_path):
    for command in (
        ("print", "signin", "Buổi 1"),
        ("paper", "plan", wave.id),
        ("report", "wave", wave.id),
        ("members", "export"),
        ("attendance", "export", "Buổi 1"),
        ("records", "export", "members"),
        ("bundle", "paper"),
        ("unit", "introduce", cell.units.own().id),
    ):
        ran = cli(*command, "-o", tmp_path / "s.log", "--json")
        assert ran.code == 2, command
        assert "tên tệp phải kết thúc bằng ." in ran.failure["what"]
    assert cli("book", "support-file", "-o", tmp_path / "s.log").code == 2
    assert not (tmp_path / "s.log").exists()


def test_no_output_replaces_a_book_or_its_keys(cli, cell, wave, tmp_path):
    def files():
        return {each: each.read_bytes() for each in tmp_path.glob("*.scb*")}

    book = cell.path
    targets = (book, *(book.with_name(book.name + end) for end in (".keys", "-wal", "-shm")))
    before = files()
    assert book in before
    for command in (
        ("print", "signin", "Buổi 1"),
        ("records", "export", "members"),
        ("members", "export"),
        ("book", "support-file"),
        ("paper", "plan", wave.id),
        ("report", "wave", wave.id),
        ("essay", "export", wave.id),
        ("bundle", "paper"),
    ):
        for target in targets:
            ran = cli(*command, "-o", target, "--json")
            assert (ran.code, ran.failure["error"]) == (4, "NotOverABook"), (command, target)
    assert files().keys() == before.keys()
    assert all(files()[each] == before[each] for each in targets[:2])
