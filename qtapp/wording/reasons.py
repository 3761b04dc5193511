"""Why a value was not accepted, in one short sentence that stands beside the field or the line."""

import re
from collections.abc import Mapping

from qtapp.domain.reasons import LineProblem, Reason
from qtapp.domain.vietnamese import partial_date_text
from qtapp.wording.labels import field_label

_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}(?=T|$)")
"""A date as records keep it; people are shown it the Vietnamese way round."""


def reason_sentence(label: str, reason: Reason, value: str = "") -> str:
    """Return why what was typed under `label` was not accepted; a long `value` is cut.

    Beside its field a sentence needs no label: it then begins with a capital.
    """
    value = _ISO.sub(lambda day: partial_date_text(day[0][:10]), value)
    if reason is Reason.BEFORE_START:
        start = f"ngày bắt đầu ({value})" if value else "ngày bắt đầu"
        return f"{label or 'Ngày kết thúc'} phải từ {start} trở đi."
    said = f"“{value[:60]}” " if value and reason in _QUOTING else ""
    why = said + _WHY[reason]
    return f"{label}: {why}" if label else why[0].upper() + why[1:]


def line_sentence(problem: LineProblem) -> str:
    """Return what is wrong in one line of a file."""
    said = reason_sentence(field_label(problem.field), problem.reason, problem.value)
    return f"Dòng {problem.line}, {said[0].lower()}{said[1:]}"


_WHY: Mapping[Reason, str] = {
    Reason.EMPTY: "chưa điền.",
    Reason.TOO_LONG: "dài quá, hãy viết gọn lại.",
    Reason.TOO_SHORT: "ngắn quá, hãy viết thêm.",
    Reason.NOT_A_DATE: "chưa đúng ngày tháng, hãy gõ như 19/05/2026.",
    Reason.NOT_A_TIME: "chưa đúng giờ, hãy gõ như 7:30.",
    Reason.NOT_A_NUMBER: "không phải là số.",
    Reason.NOT_IN_LIST: "không có trong danh sách được chọn.",
    Reason.OUT_OF_RANGE: "nằm ngoài mức cho phép.",
    Reason.WRONG_TYPE: "không đúng kiểu cần ghi.",
    Reason.NOT_ALLOWED_HERE: "không được ghi ở đây.",
    Reason.DUPLICATE: "đã có rồi.",
    Reason.REPEATED: "đã có ở dòng trên, hãy xem dòng nào đúng.",
    Reason.ANOTHERS: "giữ số này trong sổ, mà họ tên khác và không có ngày sinh đủ ngày, tháng, năm để biết là một người.",
    Reason.NAMESAKE_ABOVE: "đã có ở dòng trên, thiếu ngày sinh hoặc số thẻ để phân biệt.",
    Reason.AMBIGUOUS: "trùng tên với nhiều người trong sổ; hãy ghi thêm ngày sinh hoặc số thẻ để biết là ai.",
    Reason.NOT_AN_ADDRESS: "không phải địa chỉ thư điện tử, hãy gõ như ten@tinh.gov.vn.",
}

_QUOTING = {
    Reason.NOT_A_DATE,
    Reason.NOT_A_TIME,
    Reason.NOT_A_NUMBER,
    Reason.NOT_IN_LIST,
    Reason.OUT_OF_RANGE,
    Reason.WRONG_TYPE,
    Reason.DUPLICATE,
    Reason.ANOTHERS,
    Reason.NOT_AN_ADDRESS,
}
"""Reasons that are clearer with the value repeated."""
