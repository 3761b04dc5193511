import pytest

from qtapp.domain.errors import FolderReadOnly, SecretRefused
from qtapp.papers.checking import check_word, fix_word
from qtapp.papers.rules import load_rules
from qtapp.papers.word import word_bytes
from tests.make import write_protected
from tests.papers.words import a_plan, a_word, paragraph_of


def test_a_right_paper_has_no_findings(tmp_path):
    assert check_word(a_word(tmp_path / "a.docx")) == []


@pytest.mark.parametrize("rules", ["hd05-2026", "hd36-2018"])
def test_each_rule_set_passes_its_own_papers(tmp_path, rules):
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(a_plan(), load_rules(rules)))
    assert check_word(path, load_rules(rules)) == []


def spoil(document):
    document.sections[0].left_margin = document.sections[0].right_margin
    paragraph_of(document, "Số 05").runs[0].text = "Số: 5/KH-CB"
    paragraph_of(document, "Lời văn").alignment = 0
    paragraph_of(document, "T/M").runs[0].text = "TM. CHI BỘ"
    paragraph_of(document, "Hết.").runs[0].text = "Hết./."
    for run in paragraph_of(document, "Lời văn").runs:
        run.font.name = "Arial"


def test_what_can_be_put_right_is_put_right_in_a_copy(tmp_path):
    path = a_word(tmp_path / "a.docx", spoil)
    before = path.read_bytes()
    found = check_word(path)
    assert {each.rule for each in found} >= {"2.1", "2.3", "2.2 mục 6", "2.2 mục 7", "2.2 mục 13"}
    left = fix_word(path, tmp_path / "b.docx")
    assert [each for each in left if each.fixable] == []
    assert path.read_bytes() == before
    assert check_word(tmp_path / "b.docx") == left


def test_what_is_wrong_everywhere_is_said_three_times_and_counted(tmp_path):
    def many(document):
        for place in range(9):
            document.add_paragraph(f"Dòng {place}").paragraph_format.line_spacing = 1.5

    found = [
        each for each in check_word(a_word(tmp_path / "a.docx", many)) if "Exactly" in each.sentence
    ]
    assert len(found) == 4
    assert found[-1].sentence.endswith("(còn 6 chỗ nữa)")
    assert found[0].where == "Dòng 0"


def test_a_file_with_a_secrecy_stamp_is_not_looked_at(tmp_path):
    path = a_word(tmp_path / "a.docx", lambda document: document.add_paragraph("TỐI MẬT"))
    for act in (lambda: check_word(path), lambda: fix_word(path, tmp_path / "b.docx")):
        with pytest.raises(SecretRefused):
            act()
    assert not (tmp_path / "b.docx").exists()


def test_a_copy_that_cannot_be_written_is_said_to_be_so(tmp_path):
    path = a_word(tmp_path / "a.docx")
    with write_protected(path) as folder, pytest.raises(FolderReadOnly):
        fix_word(folder / path.name, folder / "b.docx")
