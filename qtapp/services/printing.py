"""Printing: what is printed beside the papers of a wave, and pictures of the pages of any paper."""

from pathlib import Path

import msgspec

from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.vietnamese import date_text
from qtapp.papers import pictures
from qtapp.papers.recovery import RecoveryPage, write_recovery
from qtapp.services.environment import Environment, Report, silent
from qtapp.services.papers import Papers, SignInLook
from qtapp.services.reports import Reports
from qtapp.services.units import Units
from qtapp.store.store import Store


class Printing:
    """One method per paper that is no paper of a wave; sign-in sheet and report by their usual names."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        *,
        units: Units,
        reports: Reports,
        papers: Papers,
    ) -> None:
        self._store = store
        self._environment = environment
        self._units = units
        self._reports = reports
        self._papers = papers

    def signin(
        self,
        session_id: str,
        path: Path,
        *,
        signature_columns: int = 1,
        spare_rows: int | None = None,
        report: Report = silent,
    ) -> None:
        """Write the sign-in sheet of a session, all members of the unit on it; raises as `Papers.write`."""
        look = SignInLook(columns=signature_columns, spare_rows=spare_rows)
        ref = PaperRef(kind=PaperKind.SIGNIN, about=session_id)
        self._papers.write([ref], path, report, look=look)

    def signin_pdf(
        self,
        session_id: str,
        *,
        signature_columns: int = 1,
        spare_rows: int | None = None,
        report: Report = silent,
    ) -> bytes:
        """Return the sign-in sheet as PDF without writing a file; raises as `signin`."""
        look = SignInLook(columns=signature_columns, spare_rows=spare_rows)
        ref = PaperRef(kind=PaperKind.SIGNIN, about=session_id)
        return self._papers.pdf(ref, report, look)

    def wave_report(self, wave_id: str, path: Path, report: Report = silent) -> None:
        """Write the result report of a wave with its annex; raises as `Papers.write`."""
        self._papers.write([PaperRef(kind=PaperKind.REPORT, about=wave_id)], path, report)

    def wave_report_pdf(self, wave_id: str, report: Report = silent) -> bytes:
        """Return the result report as PDF without writing a file; raises as `wave_report`."""
        return self._papers.pdf(PaperRef(kind=PaperKind.REPORT, about=wave_id), report)

    def wave_report_json(self, wave_id: str) -> bytes:
        """Return the figures of the report as JSON, indented, UTF-8."""
        return msgspec.json.format(msgspec.json.encode(self._reports.wave(wave_id)), indent=2)

    def recovery(self, code: str, path: Path) -> None:
        """Write the page with the recovery code; raises FolderReadOnly or DiskFull."""
        page = RecoveryPage(
            code=code,
            unit=self._units.own().name,
            book=self._store.path.name,
            made=f"ngày {date_text(self._environment.today())}",
        )
        write_recovery(page, path, self._environment.font_folders)

    @staticmethod
    def page_count(paper: Path | bytes) -> int:
        """Return how many pages a PDF has, in a file or in memory; raises FileUnreadable."""
        return pictures.page_count(paper)

    @staticmethod
    def page_png(paper: Path | bytes, page: int, width: int) -> bytes:
        """Return a page (from 0) as PNG, `width` pixels wide; raises FileUnreadable."""
        return pictures.page_png(paper, page, width)
