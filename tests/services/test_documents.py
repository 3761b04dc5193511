import io
import zipfile

import pytest
from hypothesis import given, strategies as st
from msgspec.structs import replace

from qtapp.domain.documents import Attachment, Secrecy, claims_secrecy
from qtapp.domain.errors import FileUnreadable, Invalid, NotFound, SecretRefused
from qtapp.services import documents
from tests.make import a_document_in, a_wave_in


def test_the_library_has_the_newest_first(cell):
    for number, day in (("1-KL/TW", "2024"), ("2-NQ/TW", "2026-03-04"), ("3-CT/TW", "2025-01")):
        cell.documents.save(cell.documents.new(number, "Một văn bản", issued_on=day))
    assert [each.number for each in cell.documents.all()] == ["2-NQ/TW", "3-CT/TW", "1-KL/TW"]


@pytest.mark.parametrize(
    "name",
    ["Kế hoạch (MẬT)", "Báo cáo TỐI MẬT về", "tài liệu Tuyệt mật", "Độ mật: Mật, số 5"],
)
def test_a_document_that_carries_a_secrecy_grade_is_refused(cell, name):
    with pytest.raises(SecretRefused) as caught:
        cell.documents.save(cell.documents.new("5-KH/TU", name))
    assert caught.value.where == "name"
    assert cell.documents.all() == []


@pytest.mark.parametrize("name", ["Bảo mật thông tin", "Nghề nuôi ong lấy mật", "Bí mật nhà nước"])
def test_words_that_only_speak_of_secrets_or_honey_are_no_grade(cell, name):
    kept = cell.documents.save(cell.documents.new("6-HD/TU", name, secrecy=Secrecy.INTERNAL))
    assert cell.documents.get(kept.id).name == name


def test_the_grade_in_number_or_issuer_is_seen_too_however_it_is_composed(cell):
    with pytest.raises(SecretRefused):
        cell.documents.save(cell.documents.new("7-KH/TU (MA\u0323\u0302T)", "Kế hoạch"))
    with pytest.raises(SecretRefused):
        cell.documents.save(cell.documents.new("7-KH/TU", "Kế hoạch", issuer="Tỉnh ủy – TỐI MẬT"))


@given(st.text(alphabet="abcđ ậtmMẬT", max_size=20))
def test_a_small_mat_alone_is_never_a_grade(text):
    if "MẬT" not in text:
        assert not claims_secrecy(text)


@pytest.mark.parametrize(("number", "name"), [("", "Nghị quyết"), ("1-NQ/TW", "  ")])
def test_a_document_needs_number_and_name(cell, number, name):
    with pytest.raises(Invalid):
        cell.documents.save(cell.documents.new(number, name))


def test_an_attachment_is_kept_once_by_its_content(cell, tmp_path):
    document = a_document_in(cell)
    path = tmp_path / "Nghị quyết.txt"
    path.write_text("Toàn văn nghị quyết", encoding="utf-8")
    document = cell.documents.attach(document, path)
    document = cell.documents.attach(document, path)
    assert len(document.attachments) == 1
    assert cell.documents.content(document.attachments[0]).decode() == "Toàn văn nghị quyết"
    path.unlink()
    assert cell.documents.content(cell.documents.get(document.id).attachments[0])


def _docx(words):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w:p><w:t>{words}</w:t></w:p>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Kế hoạch MẬT.pdf", b"%PDF"),
        ("kế hoạch.txt", "Kế hoạch\nTUYỆT MẬT".encode()),
        ("kế hoạch.docx", _docx("Tài liệu tối mật")),
    ],
    ids=["name", "text", "docx"],
)
def test_a_file_that_carries_a_secrecy_grade_is_refused_and_not_kept(cell, tmp_path, name, content):
    document = a_document_in(cell)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SecretRefused):
        cell.documents.attach(document, tmp_path / name)
    assert cell._store.fetch("SELECT count(*) FROM blobs") == [(0,)]


def test_a_refused_document_leaves_no_file_behind(cell, tmp_path):
    (tmp_path / "kèm.txt").write_text("Nội dung", encoding="utf-8")
    with pytest.raises(Invalid):
        cell.documents.attach(replace(a_document_in(cell), name=" "), tmp_path / "kèm.txt")
    assert cell._store.fetch("SELECT count(*) FROM blobs") == [(0,)]


def test_a_missing_or_too_large_file_is_refused(cell, tmp_path, monkeypatch):
    document = a_document_in(cell)
    with pytest.raises(FileUnreadable):
        cell.documents.attach(document, tmp_path / "không có.pdf")
    with pytest.raises(FileUnreadable):
        cell.documents.attach(document, tmp_path)
    monkeypatch.setattr(documents, "MOST_ATTACHMENT_BYTES", 10)
    (tmp_path / "lớn.pdf").write_bytes(b"%PDF" + b"x" * 10)
    with pytest.raises(Invalid):
        cell.documents.attach(document, tmp_path / "lớn.pdf")


def test_an_attachment_this_book_does_not_hold_is_not_found(cell):
    with pytest.raises(NotFound):
        cell.documents.content(Attachment(name="x.pdf", sha256="b" * 64, size=1))


def test_a_document_a_wave_studies_is_not_removed(cell):
    a_wave_in(cell)
    document = cell.documents.all()[0]
    with pytest.raises(Invalid):
        cell.documents.remove(document.id)
    free = a_document_in(cell, "9-NQ/TW")
    cell.documents.remove(free.id)
    assert free.id not in {each.id for each in cell.documents.all()}
    cell.documents.restore(free.id)
    assert cell.documents.get(free.id) == free
