import re
import unicodedata

import pytest

from tests.sentences import sentences

NOT_OURS = ("qtapp/workbooks/", "qtapp/cli/")
"""Headings of other people's files, and the signs that command lines use."""
FAULTS = {
    "decomposed letters": lambda words: unicodedata.normalize("NFC", words) != words,
    "two blanks": lambda words: re.search(r"\w  +\w", words),
    "three dots for an ellipsis": lambda words: "..." in words,
    "a blank before a sign": lambda words: re.search(r"\w [,;:?!](\s|$)", words),
    "straight quotes": lambda words: re.search(r'"\w|\w"', words),
}


def test_all_the_words_of_the_app_are_found():
    found = dict.fromkeys(words for _, words in sentences())
    assert "&Hoàn thành điểm danh" in found
    assert len(found) > 1500


@pytest.mark.parametrize("fault", FAULTS)
def test_no_sentence_has(fault):
    ours = [each for each in sentences() if not each[0].startswith(NOT_OURS)]
    assert [each for each in ours if FAULTS[fault](each[1])] == []
