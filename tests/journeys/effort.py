"""What a task costs the hands: keys and clicks counted, and seconds by the keystroke-level model.

Card, Moran and Newell (1980): K a key 0.28 s (somebody who types slowly), P the mouse to its target 1.1 s,
B a button pressed or released 0.1 s, H the hand between keyboard and mouse 0.4 s, M to think 1.35 s. Waiting for
a program is left out on both sides. Vietnamese is counted as it is typed with Telex.
"""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

K, P, B, H, M = 0.28, 1.1, 0.1, 0.4, 1.35
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "effort.md"


def strokes(text: str) -> int:
    """Return the keys it takes to type `text` with Telex: marks, tones and capitals are keys of their own."""
    letters = unicodedata.normalize("NFD", text)
    return len(letters) + sum((letter in "đĐ") + letter.isupper() for letter in letters)


class Tally:
    """Counts what one pair of hands does."""

    def __init__(self) -> None:
        self.keys = self.clicks = self.moves = self.thoughts = self.points = self.presses = 0
        self._at_mouse = False

    @property
    def seconds(self) -> float:
        """The time by the keystroke-level model."""
        return (
            self.keys * K + self.points * P + self.presses * B + self.moves * H + self.thoughts * M
        )

    def think(self) -> None:
        """Decide on what comes next."""
        self.thoughts += 1

    def click(self, times: int = 1) -> None:
        """Point at something and press the mouse, twice for a double click."""
        self._reach(mouse=True)
        self.points += 1
        self.clicks += times
        self.presses += 2 * times

    def press(self, times: int = 1) -> None:
        """Press keys."""
        self._reach(mouse=False)
        self.keys += times

    def _reach(self, *, mouse: bool) -> None:
        self.moves += self._at_mouse is not mouse
        self._at_mouse = mouse


class Step(Struct, frozen=True, kw_only=True):
    """One step in Excel or Word: `clicks`, `doubles`, `keys`, then `text` typed; `times` over."""

    words: str
    clicks: int = 0
    doubles: int = 0
    keys: int = 0
    text: str = ""
    times: int = 1


class Task(Struct, frozen=True, kw_only=True):
    """One task: its name, how it is done here in words, and step by step in Excel and Word."""

    name: str
    here: str
    by_hand: tuple[Step, ...]


def tally_of(steps: Sequence[Step]) -> Tally:
    """Return what `steps` cost; each is thought of once, however often it is repeated."""
    tally = Tally()
    for step in steps:
        tally.think()
        for _ in range(step.times):
            for _ in range(step.doubles):
                tally.click(2)
            for _ in range(step.clicks):
                tally.click()
            if step.keys or step.text:
                tally.press(step.keys + strokes(step.text))
    return tally


_OPEN = Step(words="mở tệp Excel", doubles=1)
_PRINT = Step(words="Ctrl+P, bấm In", keys=2, clicks=1)

SIGNIN = Task(
    name="Danh sách ký tên 30 đảng viên từ tệp Excel",
    here="nhập tệp Excel, thêm buổi học (tên, giờ, nơi có sẵn theo lần trước, chỉ gõ ngày), mở danh sách ký tên, in",
    by_hand=(
        Step(words="mở tệp danh sách trong Excel", doubles=1),
        Step(words="chọn cột họ tên, chép", clicks=2, keys=2),
        Step(words="mở tờ ký tên lần trước trong Word", doubles=1),
        Step(words="xóa các tên cũ trong bảng", clicks=2, keys=1),
        Step(words="thêm, bớt dòng cho đủ 30", clicks=4),
        Step(words="dán cột họ tên, chọn kiểu dán", clicks=2, keys=2),
        Step(words="về Excel chép cột chức vụ, sang Word dán", clicks=5, keys=4),
        Step(words="đánh lại số thứ tự", clicks=3),
        Step(words="sửa phông, cỡ chữ, căn lề các ô vừa dán", clicks=5),
        Step(words="sửa tên buổi", doubles=1, text="Buổi 1"),
        Step(words="sửa ngày giờ", doubles=1, text="7 giờ 30 ngày 20/11/2026"),
        Step(words="sửa ngày ký dưới tiêu ngữ", doubles=1, text="20"),
        Step(words="xem trước, chỉnh cho dòng tiêu đề lặp lại ở trang sau", clicks=4),
        Step(words="lưu thành tệp mới", keys=2, text="Ký tên 20-11"),
        _PRINT,
    ),
)
ATTENDANCE = Task(
    name="Điểm danh 30 đảng viên, 3 người vắng",
    here="mở buổi học, gõ một phím cho mỗi tên đọc lên, bấm hoàn thành",
    by_hand=(
        _OPEN,
        Step(words="ghi tên cột mới", clicks=1, text="Buổi 1", keys=1),
        Step(words="gõ x rồi Enter cho 27 người có mặt", keys=2, times=27),
        Step(words="gõ v rồi Enter cho 3 người vắng", keys=2, times=3),
        Step(words="công thức đếm có mặt", clicks=1, text='=COUNTIF(D3:D32;"x")', keys=1),
        Step(words="công thức đếm vắng", clicks=1, text='=COUNTIF(D3:D32;"v")', keys=1),
        Step(words="công thức tỷ lệ, đổi sang phần trăm", clicks=2, text="=D33/30", keys=1),
        Step(words="lưu", keys=2),
        Step(words="mở biên bản trong Word", doubles=1),
        Step(words="ghi số có mặt", doubles=1, text="27/30"),
        Step(words="ghi tỷ lệ", doubles=1, text="90%"),
        Step(words="ghi số vắng", doubles=1, text="03"),
    ),
)
ESSAYS = Task(
    name="Ghi 27 bài thu hoạch đã nộp, in danh sách nộp bài",
    here="một phím cho mỗi bài, mở danh sách nộp bài, xem trước, in",
    by_hand=(
        _OPEN,
        Step(words="thêm trang tính, chép cột họ tên sang", clicks=5, keys=4),
        Step(words="ghi tên các cột", clicks=1, text="Số TT, Ngày nộp, Kết quả, Ghi chú", keys=3),
        Step(words="gõ x rồi Enter cho 27 bài", keys=2, times=27),
        Step(words="ghi ngày nộp, kéo xuống hết cột", clicks=3, text="20/11/2026", keys=1),
        Step(words="công thức đếm bài", clicks=1, text='=COUNTIF(C3:C32;"x")', keys=1),
        Step(words="kẻ khung bảng", clicks=4),
        Step(words="chép bảng, dán sang mẫu trong Word", clicks=4, doubles=1, keys=4),
        Step(words="chỉnh độ rộng các cột", clicks=5),
        Step(words="sửa tên đợt học", doubles=1, text="Học tập Nghị quyết 57"),
        Step(words="ghi số bài, tỷ lệ", doubles=2, text="27/30, 90%"),
        Step(words="lưu thành tệp mới", keys=2, text="DS nộp bài"),
        _PRINT,
    ),
)
REPORT = Task(
    name="Báo cáo của xã từ số liệu 3 chi bộ",
    here="nhận các gói trên USB, mở báo cáo, xem trước, in",
    by_hand=(
        Step(words="mở tệp của từng chi bộ", doubles=1, times=3),
        Step(words="chép 8 số liệu của từng chi bộ sang bảng tổng", clicks=2, keys=4, times=24),
        Step(words="công thức cộng cho 8 cột", clicks=1, text="=SUM(B3:B5)", keys=1),
        Step(words="kéo công thức sang các cột", clicks=2),
        Step(words="công thức 3 tỷ lệ", clicks=1, text="=C6/B6", keys=1, times=3),
        Step(words="mở báo cáo lần trước trong Word", doubles=1),
        Step(words="thay 11 con số trong báo cáo", doubles=1, text="250", times=11),
        Step(words="sửa tên đợt, số, ngày ký", doubles=3, text="Nghị quyết 57, 12-BC/ĐU, 20"),
        Step(words="chép bảng phụ lục dán vào cuối, chỉnh cột", clicks=8, keys=4),
        Step(words="lưu thành tệp mới", keys=2, text="BC đợt học"),
        _PRINT,
    ),
)
IMPORT = Task(
    name="Bổ sung danh sách 30 người vào danh sách đã có 12 người trong số đó",
    here="chọn tệp, xem trước, nhập",
    by_hand=(
        Step(words="mở hai tệp Excel", doubles=2),
        Step(words="chép các dòng mới xuống dưới danh sách cũ", clicks=4, keys=4),
        Step(words="bỏ dòng trùng theo họ tên", clicks=5),
        Step(words="xem lại các dòng bị bỏ, lấy lại năm sinh còn thiếu", clicks=4, keys=8),
        Step(words="sắp lại theo tên, tách cột tên để sắp đúng", clicks=6, text="=RIGHT(B3;5)"),
        Step(words="đánh lại số thứ tự", clicks=3),
        Step(words="kẻ lại khung", clicks=3),
        Step(words="lưu", keys=2),
    ),
)
PLAN = Task(
    name="Kế hoạch hành động 8 nhiệm vụ đã soạn trong Excel, in",
    here="lập kế hoạch (tên có sẵn theo văn bản của đợt, gõ số và ngày), nhập tệp Excel, xem trước, in",
    by_hand=(
        Step(words="mở tệp nhiệm vụ trong Excel", doubles=1),
        Step(words="chọn các dòng nhiệm vụ, chép", clicks=2, keys=2),
        Step(words="mở kế hoạch lần trước trong Word", doubles=1),
        Step(words="xóa các nhiệm vụ cũ trong bảng", clicks=2, keys=1),
        Step(words="dán các dòng, chọn kiểu dán", clicks=2, keys=2),
        Step(words="đánh lại số thứ tự", clicks=3),
        Step(words="chỉnh độ rộng 8 cột cho vừa trang", clicks=8),
        Step(words="sửa phông, cỡ chữ, căn lề các ô vừa dán", clicks=5),
        Step(words="kẻ khung, cho dòng tiêu đề lặp lại ở trang sau", clicks=4),
        Step(words="sửa tên nghị quyết trong tiêu đề và căn cứ", doubles=2, text=2 * "18-NQ/TW"),
        Step(words="sửa số của kế hoạch", doubles=1, text="05-KH/CB"),
        Step(words="sửa ngày, tháng ký", doubles=2, text="2011"),
        Step(words="xem trước", keys=2),
        Step(words="lưu thành tệp mới", keys=2, text="KH hành động"),
        _PRINT,
    ),
)
LAPTOPS = Task(
    name="Hai máy cùng ghi 30 bài thu hoạch, mỗi máy một nửa, gộp lại thành một danh sách",
    here="mỗi máy một phím cho mỗi bài, máy thứ hai ghi gói ra USB, máy thứ nhất nhận",
    by_hand=(
        Step(words="mở tệp trên hai máy", doubles=1, times=2),
        Step(words="gõ x rồi Enter cho 15 bài trên mỗi máy", keys=2, times=30),
        Step(words="lưu trên hai máy", keys=2, times=2),
        Step(words="máy thứ hai: chép tệp sang USB", doubles=1, clicks=2, keys=4),
        Step(words="máy thứ nhất: mở tệp trên USB, xếp hai tệp cạnh nhau", doubles=2, clicks=3),
        Step(
            words="tìm từng bài của máy thứ hai, chép sang tệp của mình", clicks=2, keys=4, times=15
        ),
        Step(words="soát lại 30 dòng xem có chép đè lên nhau không", keys=1, times=30),
        Step(words="công thức đếm bài", clicks=1, text='=COUNTIF(C3:C32;"x")', keys=1),
        Step(words="lưu", keys=2),
    ),
)


def document(counted: Sequence[tuple[Task, Tally]], joined: Tally) -> str:
    """Return docs/effort.md for what was counted; `joined` is what it took to make the second laptop's book."""
    lines = [
        "# What a task costs the hands",
        "",
        f"Keys, clicks and seconds of {len(counted)} tasks, here and in Excel with Word. *Here* is counted while the journeys of",
        "`tests/journeys/test_effort.py` do the task in the real window. *Excel and Word* is an estimate: the steps below, for",
        "somebody who has last time's papers as models and makes no mistake. Both sides by the keystroke-level model: a key",
        f"{K} s, pointing {P} s, a mouse button down or up {B} s, changing between mouse and keyboard {H} s, a thought {M} s —",
        "one for every click, shortcut and field here, one for every line of the list there, which favours Excel and Word. Waiting",
        "is left out. Vietnamese is counted as typed with Telex. Write anew: `WRITE_EFFORT=1 python -m pytest",
        "tests/journeys/test_effort.py`.",
        "",
        "| Task | Here: keys + clicks | Excel and Word: keys + clicks | Here | Excel and Word | Share |",
        "|---|---|---|---|---|---|",
    ]
    for task, here in counted:
        there = tally_of(task.by_hand)
        lines.append(
            f"| {task.name} | {here.keys} + {here.clicks} | {there.keys} + {there.clicks} "
            f"| {here.seconds:.0f} s | {there.seconds:.0f} s | {here.seconds / there.seconds:.0%} |"
        )
    lines += [
        "",
        "Không so:",
        "",
        "- Soạn nhiệm vụ của kế hoạch hành động: gần hết là chữ phải nghĩ và gõ, ở đâu cũng bằng nhau.",
        f"- Nối máy thứ hai, làm một lần: {joined.keys} phím, {joined.clicks} lần bấm, {joined.seconds:.0f} giây trên cả hai",
        "  máy, kể cả đặt mật khẩu và cất mã khôi phục. Excel và Word không có việc tương đương: chép tệp thì hai máy",
        "  ghi đè lên nhau.",
    ]
    for task, _ in counted:
        lines += ["", f"## {task.name}", "", f"Ở đây: {task.here}.", "", "Excel và Word:", ""]
        lines += [
            f"{place}. {step.words}" + (f" ({step.times} lần)" if step.times > 1 else "")
            for place, step in enumerate(task.by_hand, 1)
        ]
    return "\n".join(lines) + "\n"
