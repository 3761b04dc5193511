"""Files that are no lists, or lists nobody can read: each gets its clear sentence, none a traceback."""

import io
import struct
import zipfile

import openpyxl
import pytest

from qtapp.domain.errors import HeaderNotFound, TableProtected, TableTooLarge, TableUnreadable
from qtapp.wording.failures import sentence
from qtapp.workbooks.compound import _container
from qtapp.workbooks.members import read_members
from qtapp.workbooks.reading import read_sheets

HEAD = ["STT", "Họ và tên", "Năm sinh"]
ROWS = [HEAD, [1, "Lý Văn An", "1960"]]


def silent(done, total):
    assert 0 <= done <= total


def a_container_with(name):
    """Return a compound file with one stream of that name, as Excel wraps encrypted workbooks."""
    content = bytearray(_container(bytearray(b"\0" * 5000)))
    words, old = name.encode("utf-16-le"), "Workbook".encode("utf-16-le")
    at = content.index(old)
    content[at : at + 64] = words.ljust(64, b"\0")
    struct.pack_into("<H", content, at + 64, len(words) + 2)
    return bytes(content)


def with_password(data):
    """Return an old workbook that begins with the record of a password."""
    stream = struct.pack("<HH", 0x0809, 16) + b"\0\6\5\0" + b"\0" * 12
    stream += struct.pack("<HH", 0x2F, 6) + b"\0" * 6 + struct.pack("<HH", 0x0A, 0)
    return _container(bytearray(stream.ljust(5000, b"\0")))


def an_encrypted_open_document(archive):
    manifest = (
        "<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'>"
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    return archive({"META-INF/manifest.xml": manifest, "content.xml": "\1\2\3"})


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "zip"])
def test_a_password_is_told_as_such(save_bytes, archive, save, kind):
    made = {
        "xlsx": lambda: a_container_with("EncryptedPackage"),
        "xls": lambda: with_password(b""),
        "ods": lambda: an_encrypted_open_document(archive),
        "zip": lambda: locked(save(ROWS).read_bytes()),
    }
    with pytest.raises(TableProtected) as caught:
        list(read_sheets(save_bytes(made[kind](), "list.xlsx")))
    assert "mật khẩu" in sentence(caught.value)[0]


def locked(content):
    """Return an archive whose parts say that they are encrypted."""
    altered = bytearray(content)
    at = 0
    while (at := altered.find(b"PK\x01\x02", at)) >= 0:
        altered[at + 8] |= 1
        at += 4
    return bytes(altered)


def test_a_workbook_with_macros_is_read_and_they_are_not_run(save, save_bytes):
    source = zipfile.ZipFile(save(ROWS))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
                )
            out.writestr(name, content)
        out.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0Sub Auto_Open()")
    source.close()
    found = read_members(save_bytes(target.getvalue(), "list.xlsm"), silent)
    assert [row.values["full_name"] for row in found.rows] == ["Lý Văn An"]


def test_two_hundred_sparse_megabytes_are_too_large_at_once(tmp_path):
    path = tmp_path / "list.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200_000_000)
    with pytest.raises(TableTooLarge) as caught:
        list(read_sheets(path))
    assert "quá lớn" in sentence(caught.value)[0]


def test_a_million_columns_are_too_many(raw_sheet, save_bytes):
    cells = "".join(f'<c r="A{number}"><v>1</v></c>' for number in range(3))
    far = raw_sheet(f'<row r="1">{cells}<c r="XFD1"><v>1</v></c></row>')
    wide = ",".join("a" for _ in range(1_000_000)).encode()
    for content, name in ((far, "list.xlsx"), (wide, "list.csv")):
        with pytest.raises(TableTooLarge):
            list(read_sheets(save_bytes(content, name)))


def test_a_bomb_is_not_unpacked(archive, save_bytes):
    bomb = archive({"xl/worksheets/sheet1.xml": b" " * 200_000_000})
    assert len(bomb) < 1_000_000
    with pytest.raises(TableTooLarge):
        list(read_sheets(save_bytes(bomb)))


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 \xff\x00",
        b"<html><body><table><tr><td>STT</td></tr></table></body></html>",
        b"\x89PNG\r\n\x1a\n\x00",
        b"{\\rtf1 \x00}",
        b"PK\x03\x04" + b"\0" * 100,
        b"",
    ],
)
def test_a_renamed_file_is_refused_with_what_to_do(save_bytes, content):
    with pytest.raises(TableUnreadable) as caught:
        list(read_sheets(save_bytes(content)))
    assert ".xlsx" in sentence(caught.value)[1]


def test_a_word_file_renamed_is_refused(archive, save_bytes):
    with pytest.raises(TableUnreadable):
        list(read_sheets(save_bytes(archive({"word/document.xml": "<w:document/>"}))))


def test_a_workbook_without_any_list_says_what_is_missing(save):
    with pytest.raises(HeaderNotFound) as caught:
        read_members(save([["Kính gửi"], ["Nội dung"]]), silent)
    assert "Họ và tên" in sentence(caught.value)[1]


def test_a_cut_workbook_gives_nothing_or_everything(save, save_bytes):
    content = save(ROWS).read_bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        with pytest.raises(TableUnreadable):
            list(read_sheets(save_bytes(content[: int(len(content) * share)])))


def test_a_workbook_of_another_program_without_styles_is_read(raw_sheet, save_bytes):
    sheet = '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
    (found,) = read_sheets(save_bytes(raw_sheet(sheet)))
    assert found.rows == [["a"]]


def test_old_fonts_named_in_broken_styles_do_no_harm(archive, save, save_bytes):
    source = zipfile.ZipFile(save(ROWS))
    parts = {name: source.read(name) for name in source.namelist()}
    source.close()
    parts["xl/styles.xml"] = b'<styleSheet><fonts><font><name val=".VnTime"/>'
    with pytest.raises(TableUnreadable):
        list(read_sheets(save_bytes(archive(parts))))


def test_a_password_protected_sheet_that_opens_is_read(tmp_path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.protection.sheet = True
    book.active.protection.password = "1"
    path = tmp_path / "list.xlsx"
    book.save(path)
    book.close()
    assert len(read_members(path, silent).rows) == 1
