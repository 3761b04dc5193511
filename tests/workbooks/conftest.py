import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def data():
    return Path(__file__).parent / "data"


@pytest.fixture
def sample():
    root = Path(__file__).parents[2]
    return root / "resources" / "sample" / "danh-sach-dang-vien-mau.xlsx"


@pytest.fixture
def save(tmp_path):
    def write(rows, merges=(), name="list.xlsx", sheets=()):
        book = openpyxl.Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)
        for title, others in sheets:
            more = book.create_sheet(title)
            for row in others:
                more.append(row)
        path = tmp_path / name
        book.save(path)
        book.close()
        return path

    return write


@pytest.fixture
def save_bytes(tmp_path):
    def write(content, name="list.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def archive():
    def write(parts):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
            for name, content in parts.items():
                out.writestr(name, content)
        return target.getvalue()

    return write


@pytest.fixture
def raw_sheet(archive):
    def write(sheet, strings="", attributes=f'xmlns="{_MAIN}"'):
        parts = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f"<worksheet {attributes}><sheetData>{sheet}</sheetData></worksheet>",
        }
        if strings:
            parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{strings}</sst>'
        return archive(parts)

    return write
