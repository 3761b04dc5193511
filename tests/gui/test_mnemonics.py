import re
from pathlib import Path

import pytest

import qtapp.gui

GUI = Path(qtapp.gui.__path__[0])
MARKED = re.compile(r'tr\(\s*"((?:[^"\\]|\\.)*&[^"\s&](?:[^"\\]|\\.)*)"')
CLEAR = set("bcdhklmnrstvx")
"""Letters whose underline neither reads as the dot of another vowel nor runs through a tail."""


def is_clear(words: str) -> bool:
    place = words.index("&")
    letter = words[place + 1]
    return letter.lower() in CLEAR or (place == 0 and letter.isascii() and letter.isupper())


def unclear_in(folder):
    return [
        words
        for source in folder.rglob("*.py")
        for words in MARKED.findall(source.read_text(encoding="utf-8"))
        if not is_clear(words)
    ]


@pytest.mark.parametrize("screen", sorted(each.name for each in GUI.iterdir() if each.is_dir()))
def test_a_letter_with_alt_reads_as_itself(screen):
    assert unclear_in(GUI / screen) == []


@pytest.mark.parametrize(
    ("words", "clear"),
    [("Đổ&i chỗ", False), ("Đón&g", False), ("&In", True), ("Xem &trước", True)],
)
def test_what_reads_as_itself(words, clear):
    assert is_clear(words) is clear
