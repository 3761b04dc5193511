"""Papers into files: PDF of one or many, Word of one."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from qtapp.papers.description import Paper
from qtapp.papers.flow import draw_paper
from qtapp.papers.pdf import Report, pressed
from qtapp.papers.rules import Rules
from qtapp.papers.sheet_file import Target, fresh_file
from qtapp.papers.signin import SignInSheet, draw_signin, signin_paper

Described = Paper | SignInSheet


def write_pdf(
    papers: Sequence[Described],
    path: Target,
    report: Report,
    folders: Iterable[Path] = (),
    rules: Rules | None = None,
    *,
    two_sided: bool = False,
    name: str = "",
) -> None:
    """Write papers one after the other into one PDF; each counts its own pages.

    Raises MissingGlyphs, FolderReadOnly, DiskFull, or what `report` raises; nothing is left then.
    `report` counts papers, or the parts of the paper if there is one.
    """
    title = name or papers[0].name
    with pressed(path, title, folders, rules, two_sided=two_sided) as press:
        alone = len(papers) == 1
        for place, paper in enumerate(papers):
            if not alone:
                report(place, len(papers))

            def step(done: int, total: int, place: int = place) -> None:
                report(*((done, total) if alone else (place, len(papers))))

            if isinstance(paper, SignInSheet):
                draw_signin(press, paper, step)
            else:
                draw_paper(press, paper, step)
        if not alone:
            report(len(papers), len(papers))


def write_word(
    paper: Described, path: Target, rules: Rules | None = None, *, two_sided: bool = False
) -> None:
    """Write a paper as a Word file (.docx) that looks and reads the same.

    Raises FolderReadOnly or DiskFull; an older file stays as it was then.
    """
    from qtapp.papers.word import word_bytes  # noqa: PLC0415 - 60 ms, only for Word

    described = signin_paper(paper) if isinstance(paper, SignInSheet) else paper
    with fresh_file(path, ".docx") as part:
        part.write(word_bytes(described, rules, two_sided=two_sided))
