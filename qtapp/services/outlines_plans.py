"""Papers of the action plan: programme with annex, head's own plan, progress, interim reviews (rules §3.6)."""

from collections import Counter

from msgspec.structs import replace

from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.plans import Task, TaskState
from qtapp.domain.vietnamese import date_text, number, percent
from qtapp.domain.waves import Wave
from qtapp.papers.description import Column, Signature
from qtapp.services.paper_facts import Facts, lowered
from qtapp.services.paper_outline import Outline, Section

_KINDS = {
    PaperKind.PROGRAMME: "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    PaperKind.ACTION_PLAN: "KẾ HOẠCH",
}
_TASKS = (
    Column(title="Nhiệm vụ", share=72),
    Column(title="Chủ trì", share=34),
    Column(title="Phối hợp", share=34),
    Column(title="Sản phẩm, kết quả", share=44),
    Column(title="Chỉ tiêu, thước đo", share=36),
    Column(title="Thời hạn", share=25, align="centre"),
)


def programme_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the action programme, or the plan to carry a resolution out, with its annex of tasks."""
    wave = facts.waves.get(ref.about)
    plan = facts.plans.of(wave.id)
    tasks = facts.plans.tasks(plan)
    kind = _KINDS[ref.kind]
    about = _carrying_out(facts, wave)
    rows = tuple(
        (
            task.content,
            task.owner,
            task.partners,
            task.product,
            task.measure,
            date_text(task.deadline) if task.deadline else "",
        )
        for task in tasks
    )
    return Outline(
        name=f"{kind.capitalize()} {about}",
        kind=kind,
        abstract=facts.abstract(about, act=True),
        sections=(
            facts.opening(wave, f"xây dựng {kind.lower()} {about}, cụ thể như sau:"),
            Section(
                name="purpose",
                title="Mục đích, yêu cầu",
                text="Cụ thể hóa các văn bản đã học tập thành việc làm của đơn vị và của từng đảng viên.\n"
                "Mỗi nhiệm vụ rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền.",
            ),
            Section(name="goals", title="Mục tiêu, chỉ tiêu", text=plan.goals, dotted=2),
            Section(
                name="tasks",
                title="Nhiệm vụ, giải pháp",
                text="\n".join(f"{place}. {task.content}." for place, task in enumerate(tasks, 1)),
                dotted=3,
            ),
            Section(
                name="organisation",
                title="Tổ chức thực hiện",
                text=facts.say(
                    "Các đồng chí được giao chủ trì nhiệm vụ tại phụ lục chịu trách nhiệm triển khai đúng "
                    "thời hạn, báo cáo kết quả tại kỳ sinh hoạt gần nhất.\n"
                    "Bí thư theo dõi, đôn đốc, kiểm tra; định kỳ sơ kết, báo cáo cấp ủy cấp trên."
                ),
            ),
            Section(
                name="annex",
                title="Nhiệm vụ, phân công và thời hạn",
                shape="table",
                rows=rows,
                columns=_TASKS,
                fixed=True,
                annex=True,
                across=True,
            ),
            facts.recipients(),
        ),
        signature=facts.signature(),
    )


def head_plan_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the personal action plan of the head: their own tasks first (rules §3.8)."""
    wave = facts.waves.get(ref.about)
    leader = facts.head_member()
    name = leader.full_name if leader else ""
    rows = [
        (
            wave.name,
            task.content,
            "; ".join(part for part in (task.measure, task.product) if part),
            date_text(task.deadline) if task.deadline else "",
            "",
            "",
        )
        for task in facts.plans.tasks(facts.plans.of(wave.id))
        if _is_of(task, name)
    ]
    about = f"của người đứng đầu thực hiện {lowered(wave.name)}"
    return Outline(
        name=f"Kế hoạch hành động {about}",
        kind="KẾ HOẠCH HÀNH ĐỘNG",
        abstract=facts.abstract(about.removeprefix("của "), act=True),
        sections=(
            Section(
                name="person",
                title="Người lập",
                text=f"Họ và tên: {name or '……'}\nChức vụ: {facts.profile.signer_title.capitalize()}"
                f" {facts.unit.name}",
                style="plain",
                fixed=True,
                titled=False,
            ),
            Section(
                name="goals",
                title="Mục tiêu",
                text="Gương mẫu học tập, vận dụng và lãnh đạo đơn vị thực hiện các văn bản đã học tập.",
            ),
            Section(
                name="works",
                title="Việc làm cụ thể",
                shape="table",
                rows=tuple(rows) or (("", "", "", "", "", ""),),
                blank_rows=6,
                row_height=12,
                columns=(
                    Column(title="Nội dung nghị quyết", share=28),
                    Column(title="Việc làm cụ thể", share=40),
                    Column(title="Chỉ tiêu, sản phẩm", share=27),
                    Column(title="Thời gian", share=24, align="centre"),
                    Column(title="Tự đánh giá", share=18),
                    Column(title="Nhận xét của chi bộ", share=18),
                ),
            ),
        ),
        signature=Signature(
            authority="NGƯỜI LẬP KẾ HOẠCH",
            title="",
            name=name,
            preparer=facts.say("XÁC NHẬN CỦA {unit}", unit="CHI BỘ" if facts.is_cell else "CẤP ỦY"),
        ),
    )


def progress_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the board of progress: every task, how far it is, what was noted last."""
    wave = facts.waves.get(ref.about)
    return Outline(
        name=f"Bảng theo dõi tiến độ {lowered(wave.name)}",
        kind="BẢNG THEO DÕI TIẾN ĐỘ",
        abstract=facts.abstract(f"kế hoạch hành động thực hiện {lowered(wave.name)}"),
        sections=(
            Section(
                name="figures", title="Số liệu", text=_told(facts, wave), fixed=True, titled=False
            ),
            replace(_board(facts, wave), annex=False, titled=False),
        ),
        signature=facts.signature(preparer="NGƯỜI LẬP"),
    )


def review_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the interim or final review of the plan: figures of the book, the user's judgement."""
    wave = facts.waves.get(ref.about)
    word = "sơ kết" if ref.kind is PaperKind.MIDTERM else "tổng kết"
    about = f"{word} việc thực hiện kế hoạch hành động trong {lowered(wave.name)}"
    return Outline(
        name=f"Báo cáo {about}",
        kind="BÁO CÁO",
        abstract=facts.abstract(about),
        sections=(
            facts.opening(wave, f"báo cáo {about} như sau:"),
            Section(
                name="figures",
                title="Kết quả thực hiện các nhiệm vụ",
                text=_told(facts, wave),
                fixed=True,
            ),
            Section(name="good", title="Ưu điểm, cách làm hay", text="", dotted=3),
            Section(name="bad", title="Hạn chế, khó khăn, nguyên nhân", text="", dotted=3),
            Section(name="next", title="Nhiệm vụ thời gian tới; kiến nghị", text="", dotted=3),
            _board(facts, wave),
            facts.recipients(),
        ),
        signature=facts.signature(),
    )


def _carrying_out(facts: Facts, wave: Wave) -> str:
    """Return what the plan carries out: one document by its number, several by their wave."""
    documents = facts.documents(wave)
    if len(documents) == 1:
        return f"thực hiện {documents[0].type.label} số {documents[0].number}"
    return f"thực hiện các văn bản của {lowered(wave.name)}"


def _board(facts: Facts, wave: Wave) -> Section:
    rows = []
    for cell, task in facts.tasks(wave):
        log = facts.plans.progress(task)
        rows.append(
            (
                task.content,
                "; ".join(part for part in (cell, task.owner) if part),
                task.product,
                date_text(task.deadline) if task.deadline else "",
                f"{number(log[-1].percent)}%" if log else "–",
                task.state.label,
                log[-1].note if log else "",
            )
        )
    return Section(
        name="board",
        title="Tiến độ từng nhiệm vụ",
        shape="table",
        rows=tuple(rows),
        columns=(
            Column(title="Nhiệm vụ", share=42),
            Column(title="Người chịu trách nhiệm", share=27),
            Column(title="Sản phẩm", share=27),
            Column(title="Thời hạn", share=28, align="centre"),
            Column(title="Tiến độ", share=16, align="right"),
            Column(title="Tình trạng", share=23),
            Column(title="Khó khăn, ghi chú", share=25),
        ),
        fixed=True,
        annex=True,
        across=True,
    )


def _told(facts: Facts, wave: Wave) -> str:
    tasks = facts.tasks(wave)
    if not tasks:
        return "Trong sổ chưa có nhiệm vụ nào của đợt này."
    cells = len({cell for cell, _ in tasks if cell})
    of = f" trong kế hoạch của {number(cells)} chi bộ" if cells else ""
    states = Counter(task.state for _, task in tasks)
    done = states[TaskState.DONE] + states[TaskState.DONE_LATE]
    return (
        f"Tổng số {number(len(tasks))} nhiệm vụ{of}; đã hoàn thành {number(done)}, đạt "
        f"{percent(done, len(tasks))} (đúng hạn {number(states[TaskState.DONE])}, quá hạn "
        f"{number(states[TaskState.DONE_LATE])}); đang thực hiện {number(states[TaskState.IN_PROGRESS])}; chưa "
        f"triển khai {number(states[TaskState.NOT_STARTED])}; quá hạn chưa xong "
        f"{number(states[TaskState.OVERDUE])}; không thực hiện {number(states[TaskState.DROPPED])}."
    )


def _is_of(task: Task, name: str) -> bool:
    """Whether a task is the head's own, by name or as the secretary."""
    owner = task.owner.casefold()
    return bool(name and name.casefold() in owner) or owner.startswith(
        ("bí thư", "đồng chí bí thư")
    )
