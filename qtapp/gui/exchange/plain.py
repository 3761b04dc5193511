"""Files and differences in plain words: why a file waits, what a field says."""

from datetime import date
from typing import Any, get_args, get_type_hints

from qtapp.domain import errors as e
from qtapp.domain.catalogue import BY_TABLE
from qtapp.domain.codes import Code
from qtapp.domain.vietnamese import date_text
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.services.inbox import InboxEntry, InboxState, Received
from qtapp.wording.failures import sentence

TONES: dict[InboxState, Tone] = {
    InboxState.MERGED: "good",
    InboxState.DUPLICATE: "note",
    InboxState.WAITING: "warn",
    InboxState.HELD: "warn",
    InboxState.REFUSED: "note",
    InboxState.QUARANTINED: "bad",
}


def why(entry: InboxEntry) -> str:
    """Return why a file that came in was not merged; nothing if it was."""
    if entry.failure is None:
        return ""
    happened, advice = sentence(entry.failure)
    return f"{happened} {advice}".strip()


def outcome(received: Received) -> tuple[str, Tone]:
    """Return in a sentence what became of one file, and the tone of it."""
    name, unit = received.name, received.unit
    match received.state:
        case InboxState.MERGED:
            said = (
                tr("Đã nhập gói của {unit}: %n dòng mới hoặc thay đổi.", "", received.rows)
                if received.rows
                else tr("Đã nhận gói của {unit}: những gì trong gói, sổ này đã có đủ từ trước.")
            )
            said = said.format(unit=unit or tr("đơn vị"))
            if received.own:
                said += " " + tr(
                    "Trong đó %n dòng là dòng của chính đơn vị, nay đổi theo bản cấp trên gửi trả.",
                    "",
                    received.own,
                )
            if received.conflicts:
                said += " " + tr("Có %n chỗ ghi khác nhau cần xem.", "", received.conflicts)
        case InboxState.DUPLICATE:
            said = tr("{name}: đã nhận từ trước, không có gì mới.").format(name=name)
        case _:
            happened, advice = sentence(received.reason or e.AppError())
            said = f"{name}: {happened} {advice}".strip()
    return said, TONES[received.state]


def shown(table: str, field: str, raw: str) -> str:
    """Return what a stored value says to a person."""
    record = BY_TABLE.get(table)
    hint: Any = get_type_hints(record).get(field) if record else None
    kinds = [each for each in (hint, *get_args(hint)) if isinstance(each, type)]
    if raw == "":
        return tr("(để trống)")
    for kind in kinds:
        if issubclass(kind, Code):
            return next((each.label for each in kind if each.value == raw), raw)
        if kind is bool:
            return tr("có") if raw in {"1", "True"} else tr("không")
        if kind is date:
            return date_text(date.fromisoformat(raw))
    return raw
