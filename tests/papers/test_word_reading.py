import io
import zipfile

import pytest
from docx import Document
from docx.shared import Pt

from qtapp.domain.errors import FileUnreadable, WordUnreadable
from qtapp.papers import word_reading
from qtapp.papers.word_reading import Looks, is_in_table, open_word, paragraphs
from tests.papers.words import a_word


def why(path):
    with pytest.raises(WordUnreadable) as caught:
        open_word(path)
    return caught.value.why


def test_files_that_are_no_word_files_are_told_apart(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert why(path) == "old"
    path.write_bytes("chữ thường".encode())
    assert why(path) == "other"
    path.write_bytes(b"PK\x03\x04" + bytes(50))
    assert why(path) == "damaged"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "x")
    assert why(path) == "other"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<a")
    assert why(path) == "damaged"


def test_a_file_cut_short_is_damaged_at_every_length(tmp_path):
    whole = a_word(tmp_path / "a.docx").read_bytes()
    path = tmp_path / "b.docx"
    for part in range(1, 10):
        path.write_bytes(whole[: len(whole) * part // 10])
        assert why(path) == "damaged"


def test_a_bomb_and_a_giant_are_refused_unopened(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", bytes(2_000_000))
    monkeypatch.setattr(word_reading, "_MOST_UNPACKED", 1_000_000)
    assert why(path) == "large"
    monkeypatch.setattr(word_reading, "_MOST_BYTES", 100)
    assert why(path) == "large"


def test_too_many_paragraphs_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(word_reading, "_MOST_PARAGRAPHS", 5)
    assert why(a_word(tmp_path / "a.docx")) == "large"


def test_a_missing_file_cannot_be_read(tmp_path):
    with pytest.raises(FileUnreadable):
        open_word(tmp_path / "a.docx")


def test_looks_follow_run_style_base_and_default():
    document = Document()
    looks = Looks(document)
    paragraph = document.add_paragraph("a", style="Heading 1")
    assert looks.has("b", paragraph.runs[0], paragraph)
    assert looks.size(paragraph.runs[0], paragraph) == 14
    assert looks.font(paragraph.runs[0], paragraph) == "Calibri"
    paragraph.runs[0].font.name = "Arial"
    paragraph.runs[0].font.size = Pt(9)
    assert looks.font(paragraph.runs[0], paragraph) == "Arial"
    assert looks.size(paragraph.runs[0], paragraph) == 9


def test_paragraphs_in_tables_are_found_too():
    document = Document()
    document.add_paragraph("a")
    document.add_table(1, 1).cell(0, 0).text = "b"
    found = {each.text: is_in_table(each) for each in paragraphs(document)}
    assert found == {"a": False, "b": True}


def test_entities_of_the_file_are_not_followed(tmp_path):
    content = io.BytesIO(a_word(tmp_path / "a.docx").read_bytes())
    path = tmp_path / "b.docx"
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w") as new:
        for each in old.infolist():
            data = old.read(each)
            if each.filename == "word/document.xml":
                secret = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
                data = data.replace(b"?>", b"?>" + secret, 1).replace(b"H\xe1\xba\xbft.", b"&x;")
            new.writestr(each, data)
    try:
        words = " ".join(each.text for each in paragraphs(open_word(path)))
    except WordUnreadable:
        words = ""
    assert (tmp_path / "a.docx").exists()
    assert "localhost" not in words
