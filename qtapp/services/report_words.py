"""The words a user adds to the result report; its figures are computed and nobody types them."""

from qtapp.domain.papers import PaperRef
from qtapp.papers.report_text import abstract, sentences
from qtapp.services.paper_facts import Facts
from qtapp.services.paper_outline import Outline, Section


def report_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the report's figures as they will be printed, and room for practice, hardship, proposals."""
    report = facts.reports.wave(ref.about)
    figures = "\n".join(text.removeprefix("#") for text in sentences(report))
    about = abstract(report)
    return Outline(
        name=f"Báo cáo {about}",
        kind="BÁO CÁO",
        abstract=facts.abstract(about),
        sections=(
            Section(name="figures", title="Số liệu", text=figures, fixed=True, titled=False),
            Section(name="good", title="Mô hình, cách làm hay", text="", numbered=False),
            Section(name="bad", title="Khó khăn, vướng mắc", text="", numbered=False),
            Section(name="proposals", title="Kiến nghị, đề xuất", text="", numbered=False),
            facts.recipients(facts.say("- Cấp ủy cấp trên,")),
        ),
        signature=facts.signature(),
    )
