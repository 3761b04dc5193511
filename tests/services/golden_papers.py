"""Text and geometry of every paper in both rule sets, as files to compare with.

Rewrite them after a wanted change, and look at the difference: `python -m tests.services.golden_papers`.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from qtapp.domain.papers import PaperRef
from qtapp.domain.units import PaperRules
from qtapp.services.book import Book
from tests.papers.sheets import Sheet, sheets
from tests.services.paper_book import a_paper_book, refs_of

_THIN = 0.1
FOLDER = Path(__file__).parent / "golden"


def with_rules(cell: Book, rules: PaperRules) -> Book:
    """Return the book with its papers under another rule set."""
    cell.units.save_profile(replace(cell.units.profile(), paper_rules=rules))
    return cell


def golden_file(ref: PaperRef, rules: PaperRules) -> Path:
    """Return where a paper's geometry is kept."""
    return FOLDER / rules.value / f"{ref.kind.value}.txt"


def geometry(pdf: bytes) -> str:
    """Return a line for each piece of text (page, x, baseline in mm, size, face, words) and the rules' sums."""
    return "\n".join(
        line for page, sheet in enumerate(sheets(pdf), 1) for line in _lines(page, sheet)
    )


def _lines(page: int, sheet: Sheet) -> Iterator[str]:
    # The bars of a sheet's codes are none: they follow from a random id.
    lines = [r for r in sheet.rules if min(r.right - r.left, r.bottom - r.top) < _THIN]
    yield f"{page} page {sheet.width:.0f}x{sheet.height:.0f} rules {len(lines)}"
    for each in sheet.pieces:
        face = each.font.rpartition("-")[2] if "-" in each.font else "Regular"
        yield f"{page} {each.x:.1f} {each.baseline:.1f} {each.size:g} {face} {each.text}"


def write() -> None:
    """Write all files anew."""
    with tempfile.TemporaryDirectory() as folder:
        cell = a_paper_book(Path(folder))
        for rules in PaperRules:
            with_rules(cell, rules)
            for ref in refs_of(cell):
                path = golden_file(ref, rules)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(geometry(cell.papers.pdf(ref)) + "\n", encoding="utf-8")
        cell.close()


if __name__ == "__main__":
    write()
