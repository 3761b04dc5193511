from pathlib import Path

from docx.shared import Pt

from qtapp.domain.units import PaperRules
from qtapp.services.checking import check_document, copy_beside, fix_document
from tests.papers.words import a_word, paragraph_of


def test_a_file_is_checked_and_fixed_by_the_rule_set_asked_for(tmp_path):
    def low(document):
        paragraph_of(document, "Hết.").paragraph_format.line_spacing = Pt(24)

    path = a_word(tmp_path / "a.docx", low)
    assert len(check_document(path)) == 1
    assert check_document(path, PaperRules.HD36) == []
    assert fix_document(path, tmp_path / "b.docx") == []


def test_the_copy_is_named_beside_the_original():
    assert copy_beside(Path("x/Kế hoạch.docx")) == Path("x/Kế hoạch - đã sửa thể thức.docx")
