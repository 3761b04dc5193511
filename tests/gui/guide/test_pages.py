import re

import pytest

from qtapp.gui.guide.pages import ORDER, guide_folder, hint_of, page_for, pages, search
from qtapp.gui.workspace import MAKERS

LINKS = re.compile(r"\]\(([^)]+)\)")


@pytest.mark.parametrize("screen", [*MAKERS, "settings"])
def test_every_screen_has_its_page(screen):
    assert page_for(screen).name == screen


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_is_there(page):
    for link in LINKS.findall(page.text):
        assert (guide_folder() / link).is_file(), link


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_page_says_in_one_sentence_what_it_is_about(page):
    hint = hint_of(page)
    assert 20 < len(hint) < 200
    assert not set("*`[]") & set(hint)


def test_no_page_lies_there_unread():
    assert {path.stem for path in guide_folder().glob("*.md")} == set(ORDER)


def test_words_are_found_without_diacritics_those_of_a_heading_first():
    found = search("quen mat khau")
    assert (found[0].page.name, found[0].heading) == ("keys", "Quên mật khẩu")


def test_words_of_the_text_are_found_under_their_heading():
    assert ("members", "Nhập từ tệp Excel đang có") in [
        (each.page.name, each.heading) for each in search("TCVN3")
    ]


@pytest.mark.parametrize("words", ["", "  ", "xyzzy"])
def test_nothing_is_found_for_nothing(words):
    assert not search(words)


def test_a_screen_without_a_page_shows_the_first_steps():
    assert page_for("unheard-of").name == "start"
