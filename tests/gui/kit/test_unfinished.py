from qtapp.gui.kit.unfinished import Unfinished
from tests.gui.accessible import nameless
from tests.gui.screens import click


def test_a_draft_is_offered_while_it_is_not_open(qtbot, cell):
    begun = []
    line = Unfinished(cell, lambda: begun.append(1))
    qtbot.addWidget(line)
    line.look("members/new")
    assert line.isHidden()
    cell.drafts.keep("members/new", {"birth": ["3/"], "full_name": "Lò Thị\nDở"})
    line.look("members/new")
    assert line.text.text() == "Còn một phần viết dở chưa vào sổ: Lò Thị Dở"
    assert nameless(line) == []
    click(line, "Viết tiếp")
    assert begun == [1]
    line.look("members/new", is_open=True)
    assert line.isHidden()
