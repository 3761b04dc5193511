"""The support file: what a helper needs to know about an installation, and nothing about anybody."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from qtapp.paths import save_file
from qtapp.services.environment import Environment
from qtapp.settings import load_settings
from qtapp.store.store import Store

_MOST_LOG = 300_000
"""Bytes of the newest log that are looked at: a helper reads the end of it."""

_ENTRY = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ [A-Z]+ (?:qtapp[\w.]*|qt): ")
_PLACE = re.compile(r'^ +File "(?:.*[/\\])?(.*)", (line \d+, in [\w<>]+)$')
_BELONGS_TO_SOMEBODY = re.compile(r"\S*[/\\@]|[^\x00-\x7f]")
"""Where a message of the log stops being words of the program: a path, an address, Vietnamese."""

_NOTE = (
    "Tệp hỗ trợ của Sổ Chi Bộ\n\n"
    "Trong tệp này không có họ tên, tên đơn vị, mật khẩu, địa chỉ thư hay tên thư mục nào. Đồng chí mở "
    "ra đọc được trước khi gửi cho người hỗ trợ."
)


class Support:
    """Tells about the app, the computer, the settings, the size of the book and the log."""

    def __init__(self, store: Store, environment: Environment) -> None:
        self._store = store
        self._environment = environment

    def text(self) -> str:
        """Return the whole file, to be read by people."""
        moment = f"{self._environment.now():%Y-%m-%d %H:%M} UTC"
        parts = [
            _NOTE,
            _part("Phần mềm", {"phiên bản": self._environment.app, "lúc": moment}),
            _part("Máy", self._environment.computer()),
            _part("Thiết lập", self._settings()),
            _part("Sổ: số dòng trong từng bảng", self._store.counts()),
            "\n".join(["[Nhật ký]", *self._log()]),
        ]
        return "\n\n".join(parts) + "\n"

    def write(self, path: Path) -> None:
        """Write the file to `path`; raises as `save_file`."""
        save_file(path, self.text().encode("utf-8"), ".txt")

    def _settings(self) -> Mapping[str, object]:
        if self._environment.paths is None:
            return {}
        settings = load_settings(self._environment.paths.settings_file)
        return {
            "cỡ chữ": settings.letter_percent,
            "màu nền": settings.theme.value,
            "tự khóa sau (phút)": settings.auto_lock_minutes,
            "số sổ đã mở": len(settings.recent_books),
        }

    def _log(self) -> Iterator[str]:
        if self._environment.paths is None:
            return
        try:
            with self._environment.paths.log_file.open("rb") as file:
                file.seek(0, 2)
                file.seek(max(0, file.tell() - _MOST_LOG))
                found = file.read(_MOST_LOG).decode("utf-8", "replace")
        except OSError:
            yield "(không đọc được)"
            return
        for line in found.splitlines():
            if kept := without_anybody(line):
                yield kept


def without_anybody(line: str) -> str:
    """Return what may be shown of a line of the log: nothing of a line the app did not write itself.

    The app logs ids and counts in English. What looks like a path, an address or Vietnamese came from
    elsewhere, so the line ends before it; of a place in the code only the file's own name is kept.
    """
    place = _PLACE.match(line)
    if place:
        return f"  {place[1]}, {place[2]}"
    head = _ENTRY.match(line)
    if not head:
        return ""
    words = line[head.end() :]
    strange = _BELONGS_TO_SOMEBODY.search(words)
    return head[0] + (f"{words[: strange.start()]}…" if strange else words)


def _part(title: str, facts: Mapping[str, object]) -> str:
    return "\n".join([f"[{title}]", *(f"{name}: {value}" for name, value in facts.items())])
