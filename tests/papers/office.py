"""Open every paper in LibreOffice, save it anew, and check what comes back: `python -m tests.papers.office`.

By hand, where LibreOffice and poppler are installed: it takes half a minute. For both rule sets each
paper's Word file must pass the checker before and after, lose none of its words, and print as many pages
as the PDF, give or take one, none of them empty, with the recipients and the signature on one.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document

from qtapp.domain.units import PaperRules
from qtapp.domain.vietnamese import nfc
from qtapp.papers.word_reading import paragraphs
from qtapp.services.checking import check_document
from tests.papers.sheets import sheets
from tests.services.golden_papers import with_rules
from tests.services.paper_book import a_paper_book, refs_of

_HEAD_AND_CLOSING = 2


def main() -> int:
    """Return how many papers did not come back as they went."""
    differing = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cell = a_paper_book(folder)
        for rules in PaperRules:
            out = folder / rules.value
            out.mkdir()
            with_rules(cell, rules)
            pages = {}
            for ref in refs_of(cell):
                path = out / f"{ref.kind.value}.docx"
                cell.papers.write([ref], path)
                pages[path.stem] = len(sheets(cell.papers.pdf(ref)))
            _office(out, "docx:MS Word 2007 XML", folder / f"{rules.value} saved")
            _office(out, "pdf", folder / f"{rules.value} printed")
            for path in sorted(out.glob("*.docx")):
                told = _faults(path, folder / f"{rules.value} saved" / path.name, rules)
                printed = _pages(folder / f"{rules.value} printed" / f"{path.stem}.pdf")
                told += _misprints(printed, pages[path.stem], _closing(path))
                for each in told:
                    print(f"{rules.value} {path.stem}: {each}")  # noqa: T201
                differing += bool(told)
        cell.close()
    print(f"{differing} papers differ")  # noqa: T201
    return differing


def _faults(before: Path, after: Path, rules: PaperRules) -> list[str]:
    told = [f"{each.rule} {each.sentence} {each.where}" for each in check_document(after, rules)]
    if _words(before) != _words(after):
        told.append("words lost")
    return told


def _misprints(printed: list[str], pages: int, closing: list[str]) -> Iterator[str]:
    """Yield in what the pages of the Word file differ from the PDF's."""
    # The PDF takes more of the text along to the signature's page, and lowers the rows of the sign-in sheet.
    if abs(pages - len(printed)) > 1:
        yield f"{len(printed)} pages, the PDF has {pages}"
    if any(not page or page.isdigit() for page in printed):
        yield "an empty page"
    if not any(all(line in page for line in closing) for page in printed):
        yield "recipients and signature on several pages"


def _pages(pdf: Path) -> list[str]:
    """Return what is on every page, without blanks."""
    words = ["pdftotext", str(pdf), "-"]
    told = subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - fixed words
    return [_letters(page) for page in told.stdout.decode("utf-8").split("\f")[:-1]]


def _letters(text: str) -> str:
    return "".join(nfc(text).split())


def _closing(path: Path) -> list[str]:
    """Return the lines of recipients and signature: the table without rules after the head's."""
    layout = [
        each
        for each in Document(str(path)).tables
        if each.style is None or each.style.name != "Table Grid"
    ]
    if len(layout) < _HEAD_AND_CLOSING:
        return []
    lines = [line.text for cell in layout[1].rows[0].cells for line in cell.paragraphs]
    return [_letters(line) for line in lines]


def _words(path: Path) -> list[str]:
    return [nfc(each.text).strip() for each in paragraphs(Document(str(path))) if each.text.strip()]


def _office(folder: Path, kind: str, out: Path) -> None:
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out)]
    files = map(str, sorted(folder.glob("*.docx")))
    subprocess.run([*words, *files], check=True, capture_output=True)  # noqa: S603 - fixed words


if __name__ == "__main__":
    sys.exit(bool(main()))
