"""Which column of the file means what: shown as understood, and changed where it was misunderstood."""

from collections.abc import Callable, Sequence

from qtapp.domain.errors import Invalid
from qtapp.domain.reasons import Reason
from qtapp.gui.kit.choice_fields import ChoiceField
from qtapp.gui.kit.fields import LineField
from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.pieces import clear
from qtapp.gui.kit.side_panel import SidePanel
from qtapp.gui.kit.words import muted
from qtapp.gui.members.preview_rows import left_out_words
from qtapp.services.importing import ImportPlan
from qtapp.wording.labels import field_label

_FIELDS = (
    "full_name",
    "family_name",
    "given_name",
    "birth",
    "gender",
    "kind",
    "status",
    "exempt",
    "party_role",
    "gov_role",
    "joined_on",
    "official_on",
    "card_number",
    "id_number",
    "phone",
    "email",
    "cell",
    "birth_male",
    "birth_female",
)


class MappingPanel(SidePanel):
    """One choice for every column; columns that must not be stored offer none."""

    def __init__(
        self, read_again: Callable[[dict[int, str]], None], keep: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._read_again = read_again
        self._keep = keep
        self.choices: dict[int, ChoiceField] = {}
        self.profile = LineField("profile", tr("Lưu cách hiểu này thành mẫu, tên là"))
        self.verb(tr("Đọ&c lại theo các cột này"), self.apply, role="primary")
        self.verb(tr("Lưu &mẫu"), self.keep, "save")
        self.verb(tr("Đóng"), self.leave)

    def show_columns(self, plan: ImportPlan) -> None:
        """Show how the columns of the file were understood."""
        self.profile.setParent(None)
        clear(self.body)
        self.choices = {}
        self.name(
            tr("Cột nào là gì"),
            tr("Chọn lại ở cột nào sổ hiểu chưa đúng, rồi bấm “Đọc lại theo các cột này”."),
        )
        options = [(None, tr("Không nhập cột này")), *source_options()]
        never = [column.heading for column in plan.source.columns if column.left_out]
        places = [
            place
            for place, column in enumerate(plan.source.columns)
            if not column.left_out and (column.heading or column.source)
        ]
        # What was understood comes first: numbering and remarks need nobody's eyes.
        for place in sorted(places, key=lambda at: plan.source.columns[at].source is None):
            column = plan.source.columns[place]
            label = column.heading or tr("(cột không có tiêu đề)")
            choice = ChoiceField(str(place), options, label)
            choice.set_value(column.source)
            self.choices[place] = choice
            self.body.addWidget(choice)
        if never:
            self.body.addWidget(
                muted(tr("Không nhập: {names}.").format(names=left_out_words(never)))
            )
        self.profile.clear_problem()
        self.profile.set_value(plan.source.profile)
        self.body.addWidget(self.profile)

    def keep(self) -> None:
        """Keep how the columns were understood when the file was last read, under the name typed."""
        self.profile.clear_problem()
        try:
            self._keep(self.profile.value())
        except Invalid as error:
            self.profile.show_problem(error)
            self.profile.setFocus()

    def apply(self) -> None:
        """Read the file again as chosen; the same meaning twice is said beside the second."""
        mapping: dict[int, str] = {}
        taken: set[str] = set()
        for place, choice in self.choices.items():
            choice.clear_problem()
            source = choice.value()
            if source is None:
                continue
            if source in taken:
                choice.show_problem(
                    Invalid(choice.name, Reason.DUPLICATE, choice.combo.currentText())
                )
                choice.setFocus()
                return
            taken.add(source)
            mapping[place] = source
        self._read_again(mapping)


def source_options() -> Sequence[tuple[str, str]]:
    """Return every meaning a column can have, in words."""
    words = {
        "family_name": tr("Họ và chữ đệm"),
        "given_name": tr("Tên"),
        "birth": tr("Ngày sinh, năm sinh"),
        "birth_male": tr("Ngày sinh (cột Nam)"),
        "birth_female": tr("Ngày sinh (cột Nữ)"),
        "exempt": tr("Miễn công tác, sinh hoạt"),
        "id_number": tr("Số căn cước (chỉ giữ 4 số cuối)"),
        "cell": tr("Chi bộ"),
    }
    return [(name, words.get(name) or field_label(name, "members")) for name in _FIELDS]
