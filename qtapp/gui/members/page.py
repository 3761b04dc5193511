"""The register of members: find, add, change, take off, import from Excel, export to Excel."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from qtapp.domain.members import Member
from qtapp.gui.kit import ask, toast
from qtapp.gui.kit.calm_wheel import calm_wheel
from qtapp.gui.kit.combo import Combo
from qtapp.gui.kit.excel import save_workbook
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.place import Place
from qtapp.gui.kit.side_panel import Beside, FormPanel
from qtapp.gui.kit.unfinished import Unfinished
from qtapp.gui.members.card_field import CardField
from qtapp.gui.members.register import SPARE_COLUMNS, Entry, columns, counts, entries
from qtapp.services.book import Book

if TYPE_CHECKING:
    from qtapp.gui.members.import_page import ImportPage


class MembersPage(Place):
    """The screen Đảng viên."""

    def __init__(self, book: Book, jobs: Jobs[Book], parent: QWidget | None = None) -> None:
        super().__init__(book, jobs, parent)
        self.setAccessibleName(tr("Đảng viên"))
        self._members: list[Member] = []
        self._stack = QStackedLayout(self)
        self._page = Page(tr("Đảng viên"))
        self._page.secondary(tr("&Xuất Excel…"), self.export, "export")
        self._page.secondary(tr("&Nhập từ Excel…"), self.start_import, "import")
        self._page.primary(tr("&Thêm đồng chí"), self.add, "add")
        self.list = ListPanel[Entry](
            tr("Danh sách đảng viên"),
            columns(),
            lambda entry: entry.member.id,
            empty=Empty(
                "members",
                tr("Chưa có đảng viên nào trong sổ"),
                tr(
                    "Cách nhanh nhất là nhập danh sách Excel mà chi bộ đang có. Sổ sẽ cho xem "
                    "trước từng dòng; chưa ghi gì cho đến khi đồng chí đồng ý."
                ),
                tr("Nhập &danh sách từ Excel…"),
                self.start_import,
            ),
            search=tr("Tìm theo tên, chức vụ (không cần dấu)"),
        )
        self.shown = Combo()
        self.shown.addItems([tr("Đang trong danh sách"), tr("Tất cả, kể cả đã chuyển đi")])
        self.shown.setAccessibleName(tr("Hiện những ai"))
        self.shown.view().setAccessibleName(tr("Hiện những ai"))
        calm_wheel(self.shown)
        self.shown.currentIndexChanged.connect(lambda _at: self.reload())
        self.list.tools.addWidget(self.shown)
        self.panel = self._panel()
        self.unfinished = Unfinished(book, self.add)
        self._page.add(self.unfinished)
        self._page.add(Beside(self.list, self.panel), 1)
        self._stack.addWidget(self._page)
        self.list.table.opened.connect(self.open)
        self.list.table.on_key(Qt.Key.Key_Delete, lambda entry: self.remove(entry.member))
        add = QShortcut(QKeySequence(QKeySequence.StandardKey.New), self)
        add.activated.connect(self.add)
        self.reload()

    @cached_property
    def importing(self) -> "ImportPage":
        """The page of an import; made when the first is wanted."""
        from qtapp.gui.members.import_page import ImportPage  # noqa: PLC0415 - with all that reads Excel

        made = ImportPage(self.book, self.jobs)
        made.left.connect(self._show_register)
        made.imported.connect(self._after_import)
        self._stack.addWidget(made)
        return made

    def _form(self) -> Form[Member]:
        form = Form[Member](Member)
        form.rows("full_name", ("birth", "gender"), ("kind", "status"), "party_role", "gov_role")
        form.section(tr("Vào Đảng"))
        form.rows(("joined_on", "official_on"), CardField())
        form.section(tr("Liên lạc"), tr("Sổ không ghi dân tộc, tôn giáo, quê quán, nơi ở."))
        form.rows(("phone", "id_tail"), "email")
        return form

    def _panel(self) -> FormPanel[Member]:
        panel = FormPanel[Member](self.book, self._form, self._keep)
        self._again = panel.verb(tr("Lưu, thê&m tiếp"), self._save_and_add, "add")
        self._off = panel.verb(tr("Xóa &khỏi sổ"), self._remove_open, "delete", "quiet")
        panel.saved.connect(self._saved)
        panel.added.connect(self._added)
        panel.left.connect(self._panel_left)
        panel.appeared.connect(self._panel_came)
        return panel

    def reload(self) -> None:
        """Read the register anew."""
        everybody = self.book.members.all(former=True)
        self._members = everybody
        former = self.shown.currentIndex() == 1
        shown = [member for member in everybody if former or member.status.belongs]
        self.list.show_rows(entries(shown))
        gone = len(everybody) - len(shown)
        said = tr("ẩn %n người đã chuyển đi, ra khỏi Đảng hoặc từ trần", "", gone)
        self.list.say_left_out(said if gone else "")
        self._page.set_title(tr("Đảng viên"), counts(everybody) if everybody else "")
        self.shown.setVisible(bool(everybody))
        opened = self.panel.record
        if self.panel.is_open() and opened is not None and not self.panel.is_new:
            now = next((member for member in everybody if member.id == opened.id), None)
            if now is None:
                self.panel.gone()
            else:
                self.panel.name(now.full_name)
                self.panel.refresh(now)
        self._look_for_drafts()

    def show_record(self, record_id: str) -> None:
        """Open on a member; the word `import` opens the choice of a file."""
        if record_id == "import":
            self.start_import()
            return
        self._stack.setCurrentWidget(self._page)
        if not record_id:
            return
        found = next((each for each in self._members if each.id == record_id), None)
        if found is not None and self.panel.may_leave():
            if not found.status.belongs:
                self.shown.setCurrentIndex(1)
            self.list.filter.clear()
            self.list.table.select(Entry(place=0, member=found))
            self._show_in_panel(found)

    def may_leave(self) -> bool:
        """Keep what is typed."""
        return self.panel.may_leave()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take away what was said of the last import: the next visit is about something else."""
        self._page.clear_banners()
        super().hideEvent(event)

    def open(self, entry: Entry) -> None:
        """Show a member in the panel."""
        if self.panel.may_leave():
            self._show_in_panel(entry.member)
            self.panel.form.field("full_name").setFocus()

    def add(self) -> None:
        """Show an empty form."""
        self._stack.setCurrentWidget(self._page)
        if not self.panel.may_leave():
            return
        self._again.show()
        self._off.hide()
        self.list.table.clearSelection()
        self.panel.begin(
            self.book.members.new(""),
            tr("Thêm đồng chí"),
            tr("Chỉ cần họ và tên; phần khác biết đến đâu ghi đến đấy."),
        )
        self.panel.form.field("full_name").setFocus()

    def remove(self, member: Member) -> None:
        """Take a member off the register, with a way back."""
        self.book.members.remove(member.id)
        if self.panel.record is not None and self.panel.record.id == member.id:
            self.panel.gone()
        self.reload()
        self.changed.emit()

        def undo() -> None:
            self.book.members.restore(member.id)
            self.reload()
            self.changed.emit()

        toast.say(self, tr("Đã xóa {name} khỏi sổ.").format(name=member.full_name), undo)

    def export(self) -> None:
        """Write the register to a workbook where the user wants it."""
        if not self._members:
            toast.say(self, tr("Chưa có ai trong danh sách để xuất."))
            return
        full = ask.confirm(
            self,
            tr("Xuất cả số thẻ, điện thoại, thư điện tử?"),
            tr(
                "Tệp Excel không được mã hóa: ai cầm tệp cũng đọc được. Nếu không cần thì chỉ xuất "
                "họ tên, ngày sinh, chức vụ và ngày vào Đảng."
            ),
            tr("&Xuất cả"),
            tr("&Không, chỉ phần thường"),
        )
        former = self.shown.currentIndex() == 1
        save_workbook(
            self,
            self.jobs,
            tr("Danh sách đảng viên"),
            lambda book, path: book.exporting.members(path, former=former, full=full),
        )

    def start_import(self) -> None:
        """Let the user choose a list, and show what importing it would do."""
        if self.panel.is_open() and not self.panel.leave():
            return
        self.importing.choose(lambda: self._stack.setCurrentWidget(self.importing))

    def _keep(self, member: Member, values: dict[str, Any]) -> Member:
        return self.book.members.save(replace(member, **values))

    def _saved(self, member: Member) -> None:
        """Show what was typed in its row; the order of the list follows when it is read anew."""
        self._members = [member if each.id == member.id else each for each in self._members]
        found = self.list.model.index_of(member.id)
        if found.isValid():
            self.list.model.replace(replace(self.list.model.row(found), member=member))
        self._page.set_title(tr("Đảng viên"), counts(self._members))
        self.panel.name(member.full_name)
        self.kept.emit()

    def _added(self, member: Member) -> None:
        if not member.status.belongs:
            self.shown.setCurrentIndex(1)
        self.reload()
        self.changed.emit()
        self.list.table.select(Entry(place=0, member=member))
        self._show_in_panel(member)
        toast.say(self, tr("Đã lưu đồng chí {name}.").format(name=member.full_name))

    def _save_and_add(self) -> None:
        if self.panel.add():
            self.add()

    def _remove_open(self) -> None:
        if self.panel.record is not None:
            self.remove(self.panel.record)

    def _show_in_panel(self, member: Member) -> None:
        self._again.hide()
        self._off.show()
        self.panel.open_on(member, member.full_name)

    def _panel_came(self) -> None:
        self._make_room(taken=True)
        self._look_for_drafts()

    def _look_for_drafts(self) -> None:
        self.unfinished.look("members/new", is_open=self.panel.is_open())

    def _panel_left(self) -> None:
        self._make_room(taken=False)
        self._look_for_drafts()
        self.list.table.setFocus()

    def _make_room(self, *, taken: bool) -> None:
        self.list.table.hide_columns(SPARE_COLUMNS, taken)

    def _show_register(self) -> None:
        self._stack.setCurrentWidget(self._page)
        self.list.table.setFocus()

    def _after_import(self, sentence: str) -> None:
        self.reload()
        self._show_register()
        self._page.clear_banners()
        self._page.banner("good", sentence, tr("&Hoàn tác lần nhập này"), self.take_back_import)
        self.changed.emit()

    def take_back_import(self) -> None:
        """Undo the last import, and say who stays because of what was done since."""
        done = self.book.importing.take_back()
        self._page.clear_banners()
        self.reload()
        self.changed.emit()
        said = tr("Đã bỏ {removed} người mới nhập, trả lại {restored} người như trước.").format(
            removed=done.removed, restored=done.restored
        )
        if done.kept:
            said += " " + tr("Giữ nguyên vì đã có thay đổi sau đó: {names}.").format(
                names=", ".join(done.kept)
            )
        self._page.banner("note", said, tr("Đã &rõ"), self._page.clear_banners)
