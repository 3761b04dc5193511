"""Open every paper in LibreOffice, save it anew, and check what comes back: `python -m tests.papers.office`.

By hand, where LibreOffice is installed: it takes half a minute. For both rule sets each paper's Word file
must pass the checker before and after, lose none of its words, and print as many pages as the PDF or
one more.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from docx import Document

from qtapp.domain.units import PaperRules
from qtapp.domain.vietnamese import nfc
from qtapp.papers.word_reading import paragraphs
from qtapp.services.checking import check_document
from tests.papers.sheets import sheets
from tests.services.golden_papers import with_rules
from tests.services.paper_book import a_paper_book, refs_of


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
                printed = sheets(folder / f"{rules.value} printed" / f"{path.stem}.pdf")
                if not 0 <= len(printed) - pages[path.stem] <= 1:
                    told.append(f"{len(printed)} pages, the PDF has {pages[path.stem]}")
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


def _words(path: Path) -> list[str]:
    return [nfc(each.text).strip() for each in paragraphs(Document(str(path))) if each.text.strip()]


def _office(folder: Path, kind: str, out: Path) -> None:
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out)]
    files = map(str, sorted(folder.glob("*.docx")))
    subprocess.run([*words, *files], check=True, capture_output=True)  # noqa: S603 - fixed words


if __name__ == "__main__":
    sys.exit(bool(main()))
