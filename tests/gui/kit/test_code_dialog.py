from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from qtapp.gui.kit.code_dialog import CodeDialog
from tests.gui.accessible import nameless
from tests.gui.screens import click, said, shared_keys


def test_the_code_is_shown_with_what_to_do_and_can_be_copied(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = CodeDialog(
        parent, "Thư mời", "Đã ghi tệp mời.cbmoi.", "1234 5678", ["Đọc mã.", "Đưa tệp."]
    )
    dialog.show()
    assert "1234 5678" in said(dialog)
    assert "2. Đưa tệp." in said(dialog)
    assert nameless(dialog) == []
    assert shared_keys(dialog) == []
    click(dialog, "Chép mã")
    assert QGuiApplication.clipboard().text() == "1234 5678"
    click(dialog, "Đã ghi mã")
    assert not dialog.isVisible()
