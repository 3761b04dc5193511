"""Papers as PDF: pages of several papers on one canvas, with the fonts of all of them once."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from qtapp.domain.vietnamese import nfc
from qtapp.papers.fonts import Family, use_family
from qtapp.papers.rules import MM, Rules, load_rules
from qtapp.papers.sheet_file import Target, fresh_file

Report = Callable[[int, int], None]


class Press(Struct, frozen=True, kw_only=True):
    """What every paper is drawn with; `two_sided` changes the side margins on every other page."""

    canvas: Any
    rules: Rules
    family: Family
    two_sided: bool = False

    def next_front(self, pages: int) -> None:
        """Leave the back of the last of `pages` blank, so that what follows begins on a front."""
        if self.two_sided and pages % 2:
            self.canvas.showPage()


@contextmanager
def pressed(
    path: Target,
    title: str,
    folders: Iterable[Path] = (),
    rules: Rules | None = None,
    *,
    two_sided: bool = False,
) -> Iterator[Press]:
    """Yield a press whose pages become the PDF file `path` if the block ends well.

    Raises FolderReadOnly or DiskFull; an older file stays as it was then.
    """
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - 100 ms, only for a paper

    class _Canvas(Canvas):
        """Reportlab's page flow saves the canvas it is given; ours goes on with the next paper."""

        def save(self) -> None:
            self._saved_by_flow = True

        def finish(self) -> None:
            super().save()

    chosen = rules or load_rules()
    family = use_family(tuple(folders))
    size = (chosen.page.width * MM, chosen.page.height * MM)
    with fresh_file(path, ".pdf") as part:
        canvas = _Canvas(part, pagesize=size, invariant=1)
        canvas.setTitle(nfc(title))
        yield Press(canvas=canvas, rules=chosen, family=family, two_sided=two_sided)
        canvas.finish()
