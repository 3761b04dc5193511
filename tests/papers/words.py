"""Word files to make and to look into."""

import io
from pathlib import Path
from typing import Any

from docx import Document

from qtapp.papers.description import Column, Heading, Paper, Paragraph, Table
from qtapp.papers.word import word_bytes
from tests.papers.sheets import a_head, a_signature


def a_plan(**values: Any) -> Paper:
    """Return a paper with every part a numbered document has."""
    known: dict[str, Any] = {
        "name": "Kế hoạch",
        "head": a_head(number="Số 05-KH/CB"),
        "kind": "KẾ HOẠCH",
        "abstract": "về học tập Nghị quyết",
        "body": (
            Heading(text="I- MỤC ĐÍCH"),
            Paragraph(text="Lời văn dài để căn đều hai bên lề. " * 6),
            Table(
                columns=(Column(title="TT", share=1), Column(title="Việc", share=9)),
                rows=(("1", "Dọn đường"),),
            ),
            Paragraph(text="Hết."),
        ),
        "signature": a_signature(),
        "recipients": ("- Các đồng chí đảng viên,", "- Lưu Chi bộ."),
    }
    return Paper(**{**known, **values})


def opened_word(content: bytes) -> Any:
    """Return the document in these bytes."""
    return Document(io.BytesIO(content))


def a_word(path: Path, change: Any = None, paper: Paper | None = None) -> Path:
    """Write a right paper to `path`, spoiled by `change`, which gets the document."""
    document = opened_word(word_bytes(paper or a_plan()))
    if change is not None:
        change(document)
    document.save(path)
    return path


def paragraph_of(document: Any, start: str) -> Any:
    """Return the paragraph, also in a table, whose words begin with `start`."""
    from qtapp.papers.word_reading import paragraphs  # noqa: PLC0415 - beside its use

    return next(each for each in paragraphs(document) if each.text.startswith(start))
