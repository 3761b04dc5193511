"""Checking Word files against the rules of presentation; needs no book."""

from pathlib import Path

from qtapp.domain.papers import Finding
from qtapp.domain.units import PaperRules
from qtapp.papers.checking import check_word, fix_word
from qtapp.papers.rules import load_rules


def check_document(path: Path, rules: PaperRules = PaperRules.HD05) -> list[Finding]:
    """Return what a .docx file breaks.

    Raises FileUnreadable, WordUnreadable, or SecretRefused for a file that bears a secrecy stamp.
    """
    return check_word(path, load_rules(rules.value))


def fix_document(path: Path, target: Path, rules: PaperRules = PaperRules.HD05) -> list[Finding]:
    """Write a repaired copy and return what a person must still put right.

    Raises as `check_document`, FolderReadOnly, DiskFull.
    """
    return fix_word(path, target, load_rules(rules.value))


def copy_beside(path: Path) -> Path:
    """Return where the repaired copy of a file goes by default: beside it, never over it."""
    return path.with_name(f"{path.stem} - đã sửa thể thức{path.suffix}")
