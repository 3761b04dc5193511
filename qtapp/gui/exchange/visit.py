"""What a visit of a stick brought and took, in sentences."""

from qtapp.gui.exchange.plain import outcome
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone
from qtapp.services.carrying import Visit
from qtapp.wording.failures import sentence


def said_of(visit: Visit, name: str, *, most: int) -> list[tuple[Tone, str]]:
    """Return a line for each of `most` files that came, and for what was written on the stick `name`."""
    lines: list[tuple[Tone, str]] = []
    for each in visit.received[:most]:
        words, tone = outcome(each)
        lines.append((tone, words))
    if len(visit.received) > most:
        left = len(visit.received) - most
        lines.append(("note", tr("Còn %n tệp nữa, xem ở danh sách dưới.", "", left)))
    if visit.failure is not None:
        happened, advice = sentence(visit.failure)
        lines.append(("bad", f"{happened} {advice}".strip()))
    elif visit.written:
        said = tr(
            "Đã ghi %n tệp gói vào {stick} và đọc lại đúng. Có thể rút USB.", "", len(visit.written)
        )
        lines.append(("good", said.format(stick=name)))
    elif visit.received:
        lines.append(("good", tr("Không có gì đến lượt gửi. Có thể rút USB.")))
    else:
        lines.append(("note", tr("USB không có gói nào cho sổ này, và không có gì đến lượt gửi.")))
    return lines
