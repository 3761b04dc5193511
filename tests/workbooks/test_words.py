import io
import zipfile

import pytest

from qtapp.workbooks.words import words_of


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return file.getvalue()


def test_a_plain_file_is_its_own_words():
    assert words_of("Nghị quyết\n".encode()) == "Nghị quyết\n"


def test_a_docx_gives_its_words_without_marks_even_when_runs_part_them():
    data = packed(document="<w:p><w:t>TUYỆT</w:t> <w:t>MẬ</w:t><w:t>T</w:t></w:p><w:p>Hai</w:p>")
    assert words_of(data) == "TUYỆT MẬT\nHai\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\xff\xfe",
        b"PK\x03\x04",
        b"PK\x03\x04" + bytes(500),
        packed(other="x"),
        packed(document="x" * 10_000)[:-120],
    ],
    ids=["empty", "pdf", "magic", "zeros", "no document", "cut short"],
)
def test_other_kinds_and_damaged_files_have_no_words(data):
    assert words_of(data) == ""


def test_a_document_that_unpacks_to_very_much_is_read_only_as_far_as_is_safe():
    data = packed(document="x" * (30 << 20))
    assert len(data) < 100_000
    assert len(words_of(data)) == 20 << 20
