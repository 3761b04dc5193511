"""The preview of attendance, essays or tasks from Excel: every row with its fate, then yes or no."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qtapp.gui.kit import theme
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.pieces import button
from qtapp.gui.kit.table import Column
from qtapp.gui.kit.words import heading, label, muted
from qtapp.services.importing import ImportAction
from qtapp.services.register_import import PlannedRow, RegisterPlan
from qtapp.wording.labels import field_label
from qtapp.wording.reasons import reason_sentence

FATES: Mapping[ImportAction, Tone] = {
    ImportAction.ADD: "good",
    ImportAction.UPDATE: "note",
    ImportAction.SAME: "muted",
    ImportAction.SKIP: "muted",
    ImportAction.PROBLEM: "bad",
}
"""How the fate of a row of a file is coloured."""


_LOWEST = 7
"""Height in letter heights that the rows have at least: the buttons must stay on small screens."""


class RegisterPreview(QDialog):
    """Shows what a file would write; accepted when the user wants it written."""

    def __init__(self, plan: RegisterPlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Nhập từ Excel"))
        column = QVBoxLayout(self)
        pad = theme.em(theme.LARGE)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.em(theme.SMALL))
        column.addWidget(heading(tr("Xem trước {file}").format(file=plan.file)))
        column.addWidget(
            muted(
                tr("Trang tính “{sheet}”, tiêu đề cột ở dòng {row}. Chưa ghi gì vào sổ.").format(
                    sheet=plan.sheet, row=plan.header_row
                )
            )
        )
        column.addWidget(label(_counts(plan)))
        if plan.unused:
            said = tr("Không nhập các cột: {names}.").format(names=", ".join(plan.unused))
            column.addWidget(muted(said))
        self.list = ListPanel[PlannedRow](
            tr("Xem trước các dòng của tệp"), _columns(plan.table), lambda row: row.line
        )
        self.list.setMinimumHeight(theme.em(_LOWEST))
        self.list.show_rows(list(plan.rows))
        column.addWidget(self.list, 1)
        verbs = QHBoxLayout()
        verbs.addStretch(1)
        verbs.addWidget(button(tr("&Thôi"), self.reject))
        words = tr("&Ghi %n dòng vào sổ", "", plan.writes)
        self.go = button(
            words if plan.writes else tr("Không có gì để ghi"), self.accept, "import", "primary"
        )
        self.go.setEnabled(plan.writes > 0)
        verbs.addWidget(self.go)
        column.addLayout(verbs)
        room = parent.window().size()
        self.resize(round(room.width() * 0.9), round(room.height() * 0.88))
        self.list.table.setFocus()


def _counts(plan: RegisterPlan) -> str:
    """Return how many rows there are of each fate."""
    counts = [(action, plan.count(action)) for action in ImportAction]
    said = [
        tr("{label}: {count}").format(label=action.label, count=count)
        for action, count in counts
        if count
    ]
    return "; ".join(said) if said else tr("Tệp không có dòng nào.")


def _columns(table: str) -> list[Column[PlannedRow]]:
    def note(row: PlannedRow) -> str:
        if row.action is ImportAction.SKIP:
            return tr("Không có trong danh sách của sổ.")
        return " ".join(
            reason_sentence(field_label(each.field, table), each.reason, each.value)
            for each in row.problems
        )

    return [
        Column(
            title=tr("Dòng"),
            text=lambda row: str(row.line),
            key=lambda row: row.line,
            align=Qt.AlignmentFlag.AlignRight,
        ),
        Column(
            title=tr("Nhiệm vụ") if table == "tasks" else tr("Họ và tên"),
            text=lambda row: row.name,
            stretch=True,
        ),
        Column(title=tr("Trong tệp"), text=lambda row: row.said),
        Column(
            title=tr("Sẽ làm gì"),
            text=lambda row: row.action.label,
            tone=lambda row: FATES[row.action],
        ),
        Column(title=tr("Ghi chú"), text=note, stretch=True),
    ]
