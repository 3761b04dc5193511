import contextlib
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from qtapp.domain.errors import FileUnreadable, TableFileError, TableTooLarge, TableUnreadable
from qtapp.workbooks import reading
from qtapp.workbooks.reading import read_sheets

ROWS = [["Họ và tên", "Năm sinh"], ["Lý Thị Đào", "1960"]]
FUZZ = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)


def only(path):
    (sheet,) = read_sheets(path)
    return sheet


def test_a_workbook_keeps_the_places_of_its_rows(save):
    sheet = only(save([[], [], [1.5, dt.date(2020, 1, 2)]], merges=["A2:B2"]))
    assert sheet.name == "Sheet"
    assert sheet.rows == [["", ""], ["", ""], [1.5, dt.date(2020, 1, 2)]]
    assert sheet.merges == [((1, 0), (1, 1))]


def test_hidden_sheets_are_passed_over_and_the_others_named(save, tmp_path):
    import openpyxl  # noqa: PLC0415 - only this test looks inside

    path = save(ROWS, sheets=[("Danh mục", [["Nam"]]), ("Chi bộ 2", ROWS)])
    book = openpyxl.load_workbook(path)
    book["Danh mục"].sheet_state = "hidden"
    book.save(path)
    sheets = list(read_sheets(path))
    assert [(each.name, each.others) for each in sheets] == [
        ("Sheet", ["Chi bộ 2"]),
        ("Chi bộ 2", ["Sheet"]),
    ]


def test_the_kind_of_a_file_is_told_by_its_content(save, data, save_bytes):
    renamed = save_bytes(save(ROWS).read_bytes(), "list.csv")
    assert only(renamed).rows == ROWS
    assert only(save_bytes((data / "tcvn3.xls").read_bytes(), "list.xlsx")).rows[4][2] == 1951


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separated_values_are_read_in_every_common_form(save_bytes, encoding, mark):
    text = "\r\n".join(mark.join(row) for row in ROWS)
    assert only(save_bytes(text.encode(encoding), "a.csv")).rows == ROWS


def test_the_vietnamese_code_page_is_read(save_bytes):
    # In code page 1258 tones are characters of their own.
    text = "Họ va\u0300 tên".replace("ọ", "o\u0323")
    sheet = only(save_bytes(text.encode("cp1258") + b";1960", "a.csv"))
    assert sheet.rows == [[text, "1960"]]


def test_old_fonts_in_separated_values_are_kept_for_decoding(save_bytes):
    sheet = only(save_bytes("TrÇn ThÞ BÝch,NguyÔn V¨n".encode("cp1252"), "a.csv"))
    assert sheet.rows == [["TrÇn ThÞ BÝch", "NguyÔn V¨n"]]


def test_quoted_values_may_hold_separators_and_line_breaks(save_bytes):
    assert only(save_bytes(b'a;"b;\nc"\nd;e', "a.csv")).rows == [["a", "b;\nc"], ["d", "e"]]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n ",
        b"%PDF-1.7\x00\x01",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\xff\xfe\x00",
        bytes(range(256)),
    ],
)
def test_other_files_are_refused(save_bytes, content):
    with pytest.raises(TableUnreadable):
        list(read_sheets(save_bytes(content)))


def test_an_archive_of_another_kind_is_refused(archive, save_bytes):
    with pytest.raises(TableUnreadable):
        list(read_sheets(save_bytes(archive({"word/document.xml": "<document/>"}))))


def test_open_documents_are_read(archive, save_bytes):
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = "urn:oasis:names:tc:opendocument:xmlns"
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        f'<office:document-content xmlns:office="{spaces}:office:1.0"'
        f' xmlns:table="{spaces}:table:1.0" xmlns:text="{spaces}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<m:manifest xmlns:m="{spaces}:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    assert only(save_bytes(archive(parts), "list.ods")).rows == ROWS


def test_missing_files_and_folders_are_refused(tmp_path):
    for path in (tmp_path / "missing.xlsx", tmp_path):
        with pytest.raises(FileUnreadable):
            list(read_sheets(path))


def test_formulas_give_their_last_result_or_nothing(raw_sheet, save_bytes):
    path = save_bytes(
        raw_sheet('<row><c t="str"><f>1+1</f><v>2</v></c><c><f>1/0</f></c><c><v>3</v></c></row>')
    )
    assert only(path).rows == [["2", "", 3.0]]


def test_too_many_bytes_are_refused(save_bytes, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(TableTooLarge):
        list(read_sheets(save_bytes(b"a,b\n" * 3)))


def test_too_many_rows_or_columns_are_refused(save_bytes):
    for content in (b"a,b\n" * 100_001, b"," * 300, b'"' + b"x" * 200_000 + b'"'):
        with pytest.raises(TableTooLarge):
            list(read_sheets(save_bytes(content, "a.csv")))


def test_a_file_cut_short_is_refused_unless_nothing_of_it_is_lost(save, save_bytes, data):
    for content in (save(ROWS * 30).read_bytes(), (data / "tcvn3.xls").read_bytes()):
        whole = only(save_bytes(content, "whole.xlsx")).rows
        for length in range(8, len(content) - 1, 97):
            rows = []
            with contextlib.suppress(TableUnreadable):
                rows = only(save_bytes(content[:length], "cut.xlsx")).rows
            assert rows in ([], whole)


@FUZZ
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(save_bytes, content):
    try:
        sheets = list(read_sheets(save_bytes(content)))
    except TableFileError:
        sheets = []
    assert all(isinstance(sheet.rows, list) for sheet in sheets)


@FUZZ
@given(draw=st.data())
def test_altered_workbooks_are_read_or_refused(save_bytes, data, raw_sheet, draw):
    plain = raw_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "<si><t>a</t></si>")
    kept = [plain, (data / "tcvn3.xls").read_bytes()]
    content = bytearray(draw.draw(st.sampled_from(kept)))
    for _ in range(draw.draw(st.integers(1, 4))):
        content[draw.draw(st.integers(0, len(content) - 1))] = draw.draw(st.integers(0, 255))
    try:
        sheets = list(read_sheets(save_bytes(bytes(content))))
    except TableFileError:
        sheets = []
    assert all(isinstance(sheet.rows, list) for sheet in sheets)
