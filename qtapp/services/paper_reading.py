"""Bundles read from paper: codes are collected over any number of pictures until one is whole."""

from collections.abc import Sequence
from pathlib import Path

from qtapp.carriers import paper
from qtapp.domain.errors import AppError, CodesMissing, FileUnreadable, NoCodes
from qtapp.papers import pictures
from qtapp.paths import replace_file
from qtapp.scans.codes import is_picture, read_codes
from qtapp.services.environment import Report, silent
from qtapp.services.exchange import Exchange
from qtapp.services.inbox import InboxState, Received

_DOTS_WIDE = 1800
"""A scanned page is drawn so wide: the smallest module is then six dots."""
_MOST_PAGES = 40


class PaperReading:
    """Reads pictures and scans of the codes that `Carrying.on_paper` prints.

    What was read of a bundle that is not whole yet is kept beside the book, sealed as it is.
    """

    def __init__(self, exchange: Exchange, book: Path) -> None:
        self._exchange = exchange
        self._folder = book.with_name(f"{book.name}.inbox")

    def receive(self, paths: Sequence[Path], report: Report = silent) -> list[Received]:
        """Take in what the codes on pictures (PNG, JPEG, PDF …) say, whatever their order.

        One result for each bundle that was met, and one for each picture without a code of ours.
        Raises Cancelled, FolderReadOnly or DiskFull.
        """
        results: list[Received] = []
        met: dict[str, tuple[str, list[str]]] = {}
        for place, path in enumerate(paths):
            report(place, len(paths))
            try:
                texts = [text for text in _texts(path) if paper.read(text)]
                if not texts:
                    raise NoCodes(str(path))  # noqa: TRY301 - told like every other fault of a picture
            except (FileUnreadable, NoCodes) as error:
                results.append(_result(path.name, InboxState.QUARANTINED, error))
                continue
            for text in texts:
                code = paper.read(text)
                if code is not None:
                    met.setdefault(code.file, (path.name, []))[1].append(text)
        report(len(paths), len(paths))
        results.extend(self._put_together(file, *met[file]) for file in met)
        return results

    def _put_together(self, file: str, name: str, texts: Sequence[str]) -> Received:
        kept = self._folder / f"paper-{file}.txt"
        known = {*texts, *_lines(kept)}
        codes = [code for code in map(paper.read, sorted(known)) if code]
        try:
            data = paper.join(codes)
        except CodesMissing as error:
            replace_file(kept, "\n".join(sorted(known)).encode("ascii"))
            return _result(name, InboxState.WAITING, error)
        except AppError as error:
            # Codes that contradict each other are worth nothing: the next picture begins anew.
            kept.unlink(missing_ok=True)
            return _result(name, InboxState.QUARANTINED, error)
        received = self._exchange.take(name, data)
        kept.unlink(missing_ok=True)
        return received


def _texts(path: Path) -> set[str]:
    """Return the text of every code in a picture or on the pages of a PDF; raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise FileUnreadable(str(path)) from error
    if is_picture(head):
        return read_codes(path, _is_all)
    found: set[str] = set()
    for page in range(min(pictures.page_count(path), _MOST_PAGES)):
        found |= read_codes(pictures.page_png(path, page, _DOTS_WIDE), _is_all)
    return found


def _is_all(texts: set[str]) -> bool:
    """Whether a page has nothing more to give: every code of its bundle, or a full page of them."""
    codes = [code for code in map(paper.read, texts) if code]
    return bool(codes) and len(codes) >= min(codes[0].total, 6)


def _lines(kept: Path) -> list[str]:
    return kept.read_text(encoding="ascii").splitlines() if kept.is_file() else []


def _result(name: str, state: InboxState, reason: AppError) -> Received:
    return Received(name=name, state=state, reason=reason)
