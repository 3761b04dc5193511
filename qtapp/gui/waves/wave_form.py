"""The fields of a wave."""

from datetime import date

from qtapp.domain.waves import Wave
from qtapp.gui.kit.fields import LineField, LinesField
from qtapp.gui.kit.forms import Form
from qtapp.gui.kit.i18n import tr


def wave_form(today: date) -> Form[Wave]:
    """Return the form in which a wave is made and changed."""
    form = Form[Wave](Wave, today)
    form.rows(
        LineField(
            "name",
            tr("Tên đợt học tập"),
            required=True,
            hint=tr("Ví dụ: Học tập Nghị quyết 18-NQ/TW"),
        ),
        LineField("basis", hint=tr("Kế hoạch hay công văn của cấp trên, nếu có")),
        ("starts_on", "ends_on"),
    )
    form.section(tr("Thu hoạch"))
    form.rows(
        LinesField("essay_questions", hint=tr("Mỗi câu một dòng"), lines=4),
        ("essay_due", "plan_due"),
    )
    form.section(tr("Báo cáo"))
    form.rows("report_due")
    return form
