import pytest

from qtapp.domain.errors import TableTooLarge, TableUnreadable
from qtapp.workbooks.guards import check_archive

NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refused(content, error=TableTooLarge):
    with pytest.raises(error) as caught:
        check_archive(content, "list.xlsx")
    assert caught.value.path == "list.xlsx"


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='2'><c r = 'IW2'><v>1</v></c></row>",
        '<row r="100001"><c><v>1</v></c></row>',
        '<row r="99999"><c r="CZ99999"><v>1</v></c></row>',
        '<row r="1"><c r="xfd1"><is><t>a</t></is></c></row>',
        '<x:row r="1" xmlns:x="y"><x:c r="ZZZ1"><x:f>1</x:f></x:c></x:row>',
    ],
)
def test_far_cells_are_refused(raw_sheet, far):
    refused(raw_sheet(NEAR + far))


@pytest.mark.parametrize(
    "sheet",
    [
        NEAR,
        '<row r="20000"><c r="AC20000"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="1"><c r="IV1"><v>1</v></c></row>',
    ],
)
def test_ordinary_sheets_and_far_blanks_are_accepted(raw_sheet, sheet):
    assert check_archive(raw_sheet(NEAR + sheet), "list.xlsx") is None


def test_a_text_repeated_too_often_is_refused(raw_sheet):
    cells = "<row>" + '<c t="s"><v>0</v></c>' * 20_000 + "</row>"
    refused(raw_sheet(cells, f"<si><t>{'x' * 32_000}</t></si>"))
    assert check_archive(raw_sheet(cells, "<si><t>Nam</t></si>"), "list.xlsx") is None


def test_archives_that_unpack_to_too_much_are_refused(archive):
    refused(archive({"xl/worksheets/sheet1.xml": b"\0" * 160_000_000}))
    refused(archive({f"{number}.xml": "" for number in range(2_100)}))


def test_damaged_archives_are_refused(archive, raw_sheet):
    refused(b"PK\x03\x04", TableUnreadable)
    refused(archive({"a.xml": "", "A.xml": ""}), TableUnreadable)
    refused(archive({"xl/workbook.bin": "", "xl/workbook.xml": ""}), TableUnreadable)
    refused(raw_sheet('<row r="x200000"><c r="ZZZ1"><v>'), TableUnreadable)
    altered = bytearray(archive({"xl/a.xml": "abc" * 100}))
    altered[40] ^= 0xFF
    refused(bytes(altered), TableUnreadable)


def test_document_types_are_refused(archive):
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><sheetData><c r="ZZZ1"><v>&b;</v></c></sheetData>'
    refused(archive({"xl/worksheets/sheet1.xml": bomb}), TableUnreadable)


def ods(rows):
    return {
        "content.xml": '<office:x xmlns:office="o" xmlns:table="t" xmlns:text="x">'
        f'<table:table table:name="S">{rows}</table:table></office:x>'
    }


@pytest.mark.parametrize(
    "rows",
    [
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell><text:p>a</text:p>'
        "</table:table-cell></table:table-row>",
        '<table:table-row><table:table-cell table:number-columns-repeated="16384" office:value="1"/>'
        "</table:table-row>",
        '<table:table-row><table:table-cell table:number-columns-repeated="300"/>'
        "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>",
        '<table:table-row table:number-rows-repeated="20000"><table:table-cell><text:p>'
        + "a" * 30_000
        + "</text:p></table:table-cell></table:table-row>",
    ],
)
def test_repeated_cells_of_open_documents_are_counted(archive, rows):
    refused(archive(ods(rows)))


def test_repeated_blanks_at_the_end_do_not_count(archive):
    blank = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    row = (
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
    )
    assert check_archive(archive(ods(row + blank)), "list.ods") is None


def test_a_sheet_is_found_under_any_name(archive):
    far = '<sheetData><row><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    for name in ("content.bin", "content.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        refused(archive({name: far}))
