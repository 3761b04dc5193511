"""Every sentence of the app with its place, to be read through: `python -m tests.sentences > words.tsv`.

In the window these are the words of `tr`; elsewhere (papers, failures, commands) all text with Vietnamese letters.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import qtapp

SOURCE = Path(qtapp.__path__[0])
_VIETNAMESE = re.compile(r"[à-ỹđĐÀ-Ỹ]")


def sentences() -> list[tuple[str, str]]:
    """Return the place (file:line) and the words of each sentence, in the order of the files."""
    return [
        (f"{path.relative_to(SOURCE.parent)}:{line}", words)
        for path in sorted(SOURCE.rglob("*.py"))
        for line, words in _in(path)
    ]


def _in(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    marked = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "tr"
        and node.args
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in docstrings or not node.value.strip():
            continue
        if id(node) in marked or _VIETNAMESE.search(node.value):
            yield node.lineno, node.value


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for place, words in sentences():
        sys.stdout.write(f"{place}\t{words!r}\n" if "\n" in words else f"{place}\t{words}\n")
