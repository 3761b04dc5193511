import pytest

from qtapp.domain.errors import Invalid
from qtapp.gui.kit.passphrase import NewPassphrase, strength
from tests.gui.accessible import nameless
from tests.gui.screens import said


@pytest.mark.parametrize(
    ("words", "tone"),
    [
        ("ngắn", "muted"),
        ("12345678", "bad"),
        ("matkhau1", "bad"),
        ("94618275", "bad"),
        ("aaaaaaaaaaaa", "bad"),
        ("suoimau26", "warn"),
        ("con suối mẫu trong xanh", "good"),
    ],
)
def test_strength_is_said_in_words(words, tone):
    assert strength(words)[1] == tone
    assert strength(words)[0].endswith(".")


def fields(qtbot, first, second):
    made = NewPassphrase()
    qtbot.addWidget(made)
    made.show()
    made.first.edit.setText(first)
    made.second.edit.setText(second)
    return made


def test_two_alike_are_taken(qtbot):
    assert fields(qtbot, "suối mẫu 2026", "suối mẫu 2026").checked_value() == "suối mẫu 2026"


def test_two_that_differ_are_told_beside_the_second(qtbot):
    made = fields(qtbot, "suối mẫu 2026", "suối mẫu 2027")
    with pytest.raises(Invalid):
        made.checked_value()
    assert "Hai lần gõ chưa giống nhau." in said(made)


def test_a_short_one_is_told_beside_the_first(qtbot):
    made = fields(qtbot, "ngắn", "ngắn")
    with pytest.raises(Invalid):
        made.checked_value()
    assert "Ngắn quá, cần ít nhất 8 ký tự." in said(made)


def test_letters_are_hidden_until_asked_for(qtbot):
    made = fields(qtbot, "suối mẫu", "")
    assert made.first.edit.displayText() != "suối mẫu"
    made.shown.click()
    assert made.first.edit.displayText() == "suối mẫu"
    assert nameless(made) == []


def messages(made):
    return [
        each.text() for each in (made.first.below, made.said, made.second.below) if each.isVisible()
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("", ""), ("ngắn", "ngắn"), ("ngắn", "khác"), ("suối mẫu 2026", "khác")]
)
def test_one_thing_is_said_at_a_time_and_the_cursor_stands_there(qtbot, first, second):
    made = fields(qtbot, first, second)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.second.setFocus()
    with pytest.raises(Invalid) as caught:
        made.checked_value()
    wrong = made.first if caught.value.field == "passphrase" else made.second
    assert wrong.edit.hasFocus()
    assert wrong.below.property("role") == "problem"
    assert messages(made) == [wrong.below.text()]
    made.first.edit.setText("suối mẫu 20")
    assert messages(made) == [strength("suối mẫu 20")[0]]
