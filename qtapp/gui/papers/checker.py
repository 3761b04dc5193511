"""Kiểm tra thể thức: what a Word file breaks, in sentences with the rule's number, and a repaired copy."""

from pathlib import Path

from qtapp.domain.papers import Finding
from qtapp.domain.units import PaperRules
from qtapp.gui.kit import ask, busy, toast
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.jobs import Jobs
from qtapp.gui.kit.list_panel import ListPanel
from qtapp.gui.kit.outside import show
from qtapp.gui.kit.page import Page
from qtapp.gui.kit.pieces import Empty
from qtapp.gui.kit.table import Column
from qtapp.services.book import Book
from qtapp.services.checking import check_document, copy_beside, fix_document


class CheckerPage(Page):
    """The findings of one file; the file itself is never written to."""

    def __init__(self, book: Book, jobs: Jobs[Book]) -> None:
        super().__init__(
            tr("Kiểm tra thể thức"),
            tr("Chọn một tệp Word; phần mềm chỉ ra chỗ sai, không sửa vào tệp gốc."),
        )
        self._book = book
        self._jobs = jobs
        self._path: Path | None = None
        self._findings: list[Finding] = []
        self.fix_button = self.secondary(tr("Ghi bản đã &sửa…"), self.fix, "save")
        self.choose_button = self.primary(tr("&Chọn tệp Word…"), self.choose, "document")
        self.findings = ListPanel[Finding](
            tr("Chỗ sai thể thức"),
            [
                Column(title=tr("Mục"), text=lambda each: each.rule),
                Column(title=tr("Sai ở đâu"), text=lambda each: each.sentence, stretch=True),
                Column(title=tr("Chữ trong tệp"), text=lambda each: each.where, stretch=True),
                Column(
                    title=tr("Sửa tự động"),
                    text=lambda each: tr("được") if each.fixable else tr("phải tự sửa"),
                    spared=True,
                ),
            ],
            lambda each: (each.rule, each.sentence, each.where),
            empty=Empty(
                "done",
                tr("Chưa có gì để báo"),
                tr("Chọn tệp Word ở trên. Tệp đúng thể thức thì danh sách này để trống."),
            ),
            search=tr("Tìm chỗ sai"),
        )
        self.add(self.findings, 1)
        self.fix_button.setEnabled(False)

    def choose(self) -> None:
        """Let the user pick a file and check it."""
        path = ask.open_file(self, tr("Chọn tệp Word để kiểm tra"), [ask.WORD])
        if path is not None:
            self.check(path)

    def check(self, path: Path) -> None:
        """Check a file and show what it breaks."""
        rules = self._rules()
        self._path = path
        busy.run(
            self,
            self._jobs,
            tr("Đang kiểm tra thể thức"),
            lambda _book, _report: check_document(path, rules),
            done=lambda found: self._show(path, found),
        )

    def fix(self) -> None:
        """Write a repaired copy where the user wants it, and show what is left."""
        if self._path is None:
            return
        source, rules = self._path, self._rules()
        target = ask.save_file(self, tr("Ghi bản đã sửa"), copy_beside(source), [ask.WORD])
        if target is None:
            return
        if target == source:
            ask.inform(self, tr("Hãy đặt tên khác: tệp gốc được giữ nguyên."))
            return

        def done(left: list[Finding]) -> None:
            self._show(target, left)
            toast.say(self, tr("Đã ghi {name}").format(name=target.name))
            show(target)

        busy.run(
            self,
            self._jobs,
            tr("Đang sửa thể thức"),
            lambda _book, _report: fix_document(source, target, rules),
            done=done,
        )

    def _rules(self) -> PaperRules:
        return self._book.units.profile().paper_rules

    def _show(self, path: Path, found: list[Finding]) -> None:
        self._path = path
        self._findings = found
        self.findings.show_rows(found)
        self.fix_button.setEnabled(any(each.fixable for each in found))
        self.clear_banners()
        if found:
            self.banner(
                "warn", tr("{name}: %n chỗ cần sửa.", "", len(found)).format(name=path.name)
            )
        else:
            self.banner("good", tr("{name} đúng thể thức.").format(name=path.name))
