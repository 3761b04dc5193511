"""Pictures of PDF pages, for the preview on the screen and for printing."""

import io
from pathlib import Path
from typing import Self

from qtapp.domain.errors import FileUnreadable

_POINTS_PER_INCH = 72


def page_count(paper: Path | bytes) -> int:
    """Return how many pages a PDF has; raises FileUnreadable."""
    with _Opened(paper) as pdf:
        return len(pdf.document)


def page_png(paper: Path | bytes, page: int, width: int) -> bytes:
    """Return page `page` (from 0) as PNG, `width` pixels wide; raises FileUnreadable."""
    with _Opened(paper) as pdf:
        sheet = pdf.document[page]
        picture = sheet.render(scale=width / sheet.get_width()).to_pil()
        buffer = io.BytesIO()
        picture.save(buffer, format="PNG")
        return buffer.getvalue()


class _Opened:
    """A PDF that is closed again; what the library finds wrong with it becomes FileUnreadable."""

    def __init__(self, paper: Path | bytes) -> None:
        import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - a large library, only when a page is looked at

        self._fault: type[Exception] = pypdfium2.PdfiumError
        self._name = "" if isinstance(paper, bytes) else str(paper)
        try:
            self.document = pypdfium2.PdfDocument(paper)
        except (self._fault, OSError) as error:
            raise FileUnreadable(self._name) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self.document.close()
        if isinstance(error, self._fault):
            raise FileUnreadable(self._name) from error
