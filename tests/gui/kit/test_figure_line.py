from PySide6.QtWidgets import QLabel

from qtapp.gui.kit.figure_line import Figure, FigureLine


def test_figures_are_shown_with_their_words_and_replaced_whole(qtbot):
    line = FigureLine()
    qtbot.addWidget(line)
    line.show_figures([Figure(figure="1", words="cũ")])
    line.show_figures(
        [Figure(figure="28", words="phải nộp"), Figure(figure="3", words="quá hạn", tone="bad")]
    )
    line.show()
    shown = [each for each in line.findChildren(QLabel) if each.isVisible()]
    assert [each.text() for each in shown] == ["28", "phải nộp", "3", "quá hạn"]
    assert [each.accessibleName() for each in shown][::2] == ["phải nộp: 28", "quá hạn: 3"]
    assert [each.property("tone") for each in shown] == [None, None, "bad", None]
