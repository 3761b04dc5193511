"""The checker: what a Word file breaks of the rules of presentation, and the repair of what is safe.

Rules of §2.6 and of the parts §2.2 fixes. Every finding names the article of the rule set in one
sentence; those that can be repaired without touching the meaning carry the repair.
"""

from pathlib import Path
from typing import Any

from qtapp.domain.documents import claims_secrecy
from qtapp.domain.errors import SecretRefused
from qtapp.domain.papers import Finding
from qtapp.domain.vietnamese import nfc
from qtapp.papers.checking_layout import layout_of
from qtapp.papers.checking_page import page_faults
from qtapp.papers.checking_parts import part_faults
from qtapp.papers.checking_words import word_faults
from qtapp.papers.faults import Fault
from qtapp.papers.rules import Rules, load_rules
from qtapp.papers.sheet_file import fresh_file
from qtapp.papers.word_reading import Looks, open_word, paragraphs

_MOST_TIMES = 3


def check_word(path: Path, rules: Rules | None = None) -> list[Finding]:
    """Return what a .docx file breaks, in the order of the page.

    Raises FileUnreadable, WordUnreadable, or SecretRefused for a file that bears a secrecy stamp.
    """
    document = open_word(path)
    return _told(_faults(document, rules or load_rules(), path))


def fix_word(path: Path, target: Path, rules: Rules | None = None) -> list[Finding]:
    """Write a repaired copy to `target` and return what a person must still put right.

    Raises as `check_word`, FolderReadOnly, DiskFull.
    """
    document = open_word(path)
    chosen = rules or load_rules()
    for fault in _faults(document, chosen, path):
        if fault.repair is not None:
            fault.repair()
    with fresh_file(target, ".docx") as part:
        document.save(part)
    return check_word(target, chosen)


def _faults(document: Any, rules: Rules, path: Path) -> list[Fault]:
    words = [nfc(each.text) for each in paragraphs(document)]
    if any(claims_secrecy(text) for text in words):
        raise SecretRefused(path.name)
    looks = Looks(document)
    layout = layout_of(document, looks, rules)
    checks = (page_faults, part_faults, word_faults)
    return [fault for check in checks for fault in check(document, looks, layout, rules)]


def _told(faults: list[Fault]) -> list[Finding]:
    """Return findings; what is said again and again is said three times and then counted."""
    said: dict[tuple[str, str], int] = {}
    findings = []
    for fault in faults:
        key = (fault.rule, fault.sentence)
        said[key] = said.get(key, 0) + 1
        if said[key] <= _MOST_TIMES:
            findings.append(
                Finding(
                    rule=fault.rule,
                    sentence=fault.sentence,
                    where=" ".join(fault.where.split())[:80],
                    fixable=fault.repair is not None,
                )
            )
    more = [(key, count - _MOST_TIMES) for key, count in said.items() if count > _MOST_TIMES]
    fixable = {(each.rule, each.sentence): each.fixable for each in findings}
    return findings + [
        Finding(
            rule=key[0],
            sentence=f"{key[1]} (còn {count} chỗ nữa)",
            fixable=fixable[key],
        )
        for key, count in more
    ]
