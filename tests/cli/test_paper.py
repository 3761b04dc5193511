import pypdfium2
import pytest

from qtapp.domain.papers import PaperKind
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


def test_there_is_a_verb_for_every_paper(cli):
    said = cli("paper", "--help").out
    assert [kind.value for kind in PaperKind if f"  {kind.value} " not in said] == []


@pytest.mark.parametrize(
    ("kind", "title"), [("plan", "KẾ HOẠCH"), ("minutes", "BIÊN BẢN"), ("report", "BÁO CÁO")]
)
def test_a_paper_is_made_as_pdf_or_word_by_the_name_of_the_file(cli, wave, tmp_path, kind, title):
    which = "Buổi 1" if kind == "minutes" else "Đợt quý IV"
    said = cli.done("paper", kind, which, "-o", tmp_path / "a.pdf")
    assert said["kind"] == kind
    assert title in text_of(tmp_path / "a.pdf")
    cli.done("paper", kind, which, "-o", tmp_path / "a.docx")
    assert cli("check", "document", tmp_path / "a.docx").code == 0


def test_what_a_paper_still_lacks_is_told_beside_it(cli, wave, tmp_path):
    ran = cli("paper", "plan", "Đợt quý IV", "-o", tmp_path / "a.pdf")
    assert "Còn trống: Mục đích, yêu cầu" in ran.err
    assert "Còn trống" not in ran.out
    said = cli.done("paper", "plan", "Đợt quý IV", "-o", tmp_path / "a.pdf")
    assert said["missing"][0] == "Chưa có số, ký hiệu."
    ran = cli("paper", "batch", "Đợt quý IV", "-o", tmp_path / "b.pdf")
    assert "kế hoạch học tập: Chưa có số, ký hiệu. Còn trống: Mục đích" in ran.err


def test_papers_of_a_member_take_a_name_and_a_year(cli, cell, wave, tmp_path):
    name = cell.members.all()[0].full_name
    cli.done("paper", "pledge", name, "--year", "2025", "-o", tmp_path / "a.pdf")
    assert "năm 2025" in text_of(tmp_path / "a.pdf")
    cli.done("paper", "essay", "Đợt quý IV", "--member", name, "-o", tmp_path / "b.pdf")
    assert name in text_of(tmp_path / "b.pdf")
    assert (
        cli("paper", "essay", "Đợt quý IV", "--member", "Ai đó", "-o", tmp_path / "c.pdf").code == 1
    )


def test_a_wave_is_listed_and_printed_at_once(cli, cell, wave, tmp_path):
    listed = cli.done("paper", "list", "Đợt quý IV")
    assert listed[0]["ref"]["kind"] == "plan"
    said = cli.done("paper", "batch", "Đợt quý IV", "-o", tmp_path / "a.pdf")
    assert said["papers"] > 20
    assert "QUY CHẾ" in text_of(tmp_path / "a.pdf")


def test_the_register_of_numbers_is_told(cli, cell, wave):
    from msgspec.structs import replace  # noqa: PLC0415 - beside its use

    study = cell.waves.study_plan(wave.id)
    cell.waves.save_study_plan(replace(study, number="03-KH/CB"))
    assert [each["number"] for each in cli.done("paper", "numbers")] == ["03-KH/CB"]
