"""Papers that open a wave: study plan, summons, notice, class board, class rules, budget (rules §3)."""

from qtapp.domain.members import Member
from qtapp.domain.papers import PaperRef
from qtapp.domain.vietnamese import number, paper_date
from qtapp.domain.waves import PLAN_HEADINGS, Wave
from qtapp.papers.description import Column
from qtapp.services.paper_facts import Facts, lowered, starts
from qtapp.services.paper_outline import Outline, Section

BOARD_ROLES = ("Trưởng ban", "Phó Trưởng ban", "Thư ký, điểm danh", "Kỹ thuật", "Hậu cần")
_BOARD_DUTIES = (
    "Phụ trách chung, chịu trách nhiệm về chất lượng lớp học",
    "Giúp Trưởng ban điều hành lớp học",
    "Điểm danh, theo dõi nền nếp, ghi biên bản",
    "Âm thanh, màn hình, đường truyền",
    "Hội trường, tài liệu, nước uống",
)


def plan_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the study plan with its ten headings."""
    wave = facts.waves.get(ref.about)
    kept = facts.waves.study_plan(wave.id)
    known = suggestions(facts, wave)
    sections = [
        Section(name=name, title=title, text=getattr(kept, name) or known.get(name, ""), dotted=2)
        for name, title in PLAN_HEADINGS.items()
    ]
    about = _studying(wave)
    return Outline(
        name=f"Kế hoạch {about}",
        kind="KẾ HOẠCH",
        abstract=facts.abstract(about, act=True),
        sections=(
            facts.opening(wave, f"xây dựng kế hoạch {about}, cụ thể như sau:"),
            *sections,
            facts.recipients(),
        ),
        signature=facts.signature(),
    )


def suggestions(facts: Facts, wave: Wave) -> dict[str, str]:
    """Return what the book knows about headings of the plan: facts only, no phrases."""
    content = [f"- {text}." for text in facts.cited(wave)]
    questions = [f"{place}. {text}" for place, text in enumerate(wave.essay_questions, 1)]
    if wave.essay_due:
        questions.append(f"Hạn nộp: {paper_date(wave.essay_due)}.")
    people = facts.people()
    return {
        "content": "\n".join(content),
        "audience": f"{number(people)} đảng viên của đơn vị." if people else "",
        "arrangement": "\n".join(sittings(facts, wave)),
        "essays": "\n".join(questions),
        "action_plan": f"Xong trước {paper_date(wave.plan_due)}." if wave.plan_due else "",
    }


def summons_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the letter that summons to a wave, for units whose rules give them no plan of their own."""
    wave = facts.waves.get(ref.about)
    about = f"triệu tập dự {lowered(wave.name)}"
    to = f"Các đồng chí đảng viên {facts.unit.name}"
    if not facts.is_cell:
        to = facts.say("Các chi bộ trực thuộc {unit}", unit=facts.unit.name)
    return Outline(
        name=f"Công văn {about}",
        kind="",
        abstract=facts.letter_abstract(about),
        letter=True,
        addressed=(to,),
        sections=(
            facts.opening(wave, f"triệu tập các đồng chí dự {lowered(wave.name)}, cụ thể như sau:"),
            _plain("content", "Nội dung", _counted("Nội dung", facts.cited(wave))),
            _plain("sittings", "Thời gian, địa điểm", "\n".join(_times(facts, wave))),
            _plain("audience", "Thành phần", f"Thành phần: {lowered(to)}."),
            _plain("materials", "Tài liệu", ""),
            _plain(
                "closing",
                "Yêu cầu",
                "Đề nghị các đồng chí sắp xếp công việc, dự đầy đủ, đúng thời gian; đồng chí nào không dự"
                " được phải báo cáo và được bí thư đồng ý.",
            ),
            facts.recipients("- Như trên,"),
        ),
        signature=facts.signature(),
    )


def notice_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the notice that a class is held."""
    wave = facts.waves.get(ref.about)
    about = f"mở lớp {_studying(wave)}"
    return Outline(
        name=f"Thông báo {about}",
        kind="THÔNG BÁO",
        abstract=facts.abstract(about, act=True),
        sections=(
            facts.opening(wave, f"thông báo {about}, cụ thể như sau:"),
            Section(name="content", title="Nội dung", text=_listed(facts.cited(wave)), dotted=2),
            Section(
                name="sittings",
                title="Thời gian, địa điểm",
                text="\n".join(sittings(facts, wave)),
                dotted=2,
            ),
            Section(
                name="audience",
                title="Thành phần",
                text=f"Đảng viên {facts.unit.name} ({number(facts.people())} đồng chí).",
            ),
            Section(
                name="duties",
                title="Yêu cầu đối với người học",
                text="Có mặt trước giờ học 15 phút, ký tên vào danh sách.\n"
                "Thực hiện nghiêm quy chế lớp học; ghi chép, tham gia thảo luận.",
            ),
            facts.recipients(),
        ),
        signature=facts.signature(),
    )


def board_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the decision that sets up the class's board (S1)."""
    wave = facts.waves.get(ref.about)
    about = facts.say("lập Ban quản lý lớp {studying}", studying=_studying(wave))
    basis = [f"- Căn cứ {wave.basis};"] if wave.basis else []
    basis.append("- Xét yêu cầu tổ chức lớp học,")
    leading = [(each.full_name, facts.offices(each)) for each in _leading(facts)]
    rows = [
        (*(leading[place] if place < len(leading) else ("", "")), role, duty)
        for place, (role, duty) in enumerate(zip(BOARD_ROLES, _BOARD_DUTIES, strict=True))
    ]
    unit = facts.unit.name.upper()
    return Outline(
        name=f"Quyết định {about}",
        kind="QUYẾT ĐỊNH",
        abstract=facts.abstract(about, act=True),
        sections=(
            _plain("basis", "Căn cứ", "\n".join(basis)),
            Section(
                name="decides",
                title="Cơ quan quyết định",
                text=f"{unit} QUYẾT ĐỊNH",
                style="title",
                fixed=True,
                titled=False,
            ),
            _plain("article1", "Điều 1", f"Điều 1. Lập Ban quản lý lớp {_studying(wave)}, gồm:"),
            Section(
                name="board",
                title="Thành viên của Ban",
                shape="table",
                titled=False,
                rows=tuple(rows),
                columns=(
                    Column(title="Họ và tên", share=45),
                    Column(title="Chức vụ, đơn vị", share=40),
                    Column(title="Nhiệm vụ trong Ban", share=32),
                    Column(title="Công việc", share=38),
                ),
            ),
            _plain(
                "article2",
                "Điều 2 và Điều 3",
                "Điều 2. Ban quản lý lớp có nhiệm vụ quản lý người học, duy trì quy chế lớp học, theo dõi"
                f" điểm danh, tổng hợp kết quả báo cáo {_body(facts)}; tự giải thể khi kết thúc lớp học.\n"
                f"Điều 3. {'Chi bộ' if facts.is_cell else 'Các chi bộ trực thuộc'} và các đồng chí có tên"
                " tại Điều 1 thi hành quyết định này.",
            ),
            facts.recipients("- Như Điều 3,", facts.say("- Cấp ủy cấp trên (báo cáo),")),
        ),
        signature=facts.signature(),
    )


def class_rules_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the rules of a class: eight articles (S1; a cell may issue a quy chế, rules §2.4)."""
    wave = facts.waves.get(ref.about)
    about = f"lớp {_studying(wave)}"
    articles = (
        "Điều 1. Thời gian: người học có mặt đúng giờ ghi trong thông báo; ký tên đầu buổi và cuối buổi.",
        "Điều 2. Có mặt, vắng mặt: người học dự đủ các buổi; vắng phải xin phép Trưởng ban quản lý lớp"
        " trước buổi học và học bù theo sắp xếp của chi bộ.",
        "Điều 3. Trang phục, trật tự: trang phục lịch sự; giữ trật tự; để điện thoại ở chế độ im lặng,"
        " không làm việc riêng.",
        "Điều 4. Ghi chép, thảo luận: ghi chép đầy đủ, tham gia thảo luận, liên hệ với bản thân và đơn vị.",
        "Điều 5. Tài liệu: giữ gìn tài liệu được phát; không ghi âm, ghi hình, phát tán khi chưa được phép.",
        "Điều 6. Thu hoạch: viết và nộp bài thu hoạch đúng hạn, do chính mình viết, có chữ ký.",
        "Điều 7. Xử lý vi phạm: người vi phạm được nhắc nhở; tái phạm thì thông báo đến chi bộ và tính vào"
        " đánh giá, xếp loại hằng năm.",
        "Điều 8. Trách nhiệm của Ban quản lý lớp: điểm danh, duy trì quy chế, tổng hợp, báo cáo "
        f"{_body(facts)}.",
    )
    return Outline(
        name=f"Quy chế {about}",
        kind="QUY CHẾ",
        abstract=facts.abstract(about),
        sections=(_plain("articles", "Các điều", "\n".join(articles)), facts.recipients()),
        signature=facts.signature(),
    )


def budget_outline(facts: Facts, ref: PaperRef) -> Outline:
    """Return the estimate of costs: rates differ by province, so that prices are the user's (rules §3.11)."""
    wave = facts.waves.get(ref.about)
    people = number(facts.people())
    meetings = number(max(1, len(facts.sessions.of(wave.id))))
    rows = (
        ("Tài liệu cho người học", "bộ", people, "", ""),
        ("Nước uống", "suất", people, "", ""),
        ("Bồi dưỡng báo cáo viên", "buổi", meetings, "", ""),
        ("Trang trí, âm thanh hội trường", "buổi", meetings, "", ""),
    )
    return Outline(
        name=f"Dự toán kinh phí {lowered(wave.name)}",
        kind="DỰ TOÁN KINH PHÍ",
        abstract=facts.abstract(lowered(wave.name)),
        sections=(
            _plain("opening", "Mở đầu", f"Căn cứ {wave.basis}." if wave.basis else ""),
            Section(
                name="lines",
                title="Các khoản chi",
                shape="budget",
                titled=False,
                rows=rows,
                columns=(
                    Column(title="Nội dung chi", share=50),
                    Column(title="Đơn vị tính", share=18),
                    Column(title="Số lượng", share=16, align="right"),
                    Column(title="Đơn giá (đồng)", share=24, align="right"),
                    Column(title="Căn cứ, ghi chú", share=30),
                ),
            ),
            _plain("source", "Nguồn kinh phí", ""),
        ),
        signature=facts.signature(preparer="NGƯỜI LẬP"),
    )


def sittings(facts: Facts, wave: Wave) -> list[str]:
    """Return a line for each session of a wave: what, when, how, where, who speaks."""
    lines = []
    for session in facts.sessions.of(wave.id):
        told = [starts(session) or "chưa xếp ngày giờ", session.format.label]
        told += [f"tại {session.venue}"] if session.venue else []
        told += [f"báo cáo viên: {session.speaker}"] if session.speaker else []
        lines.append(f"- {session.name}: {', '.join(told)}.")
    return lines


def _times(facts: Facts, wave: Wave) -> list[str]:
    return ["Thời gian, địa điểm:", *(sittings(facts, wave) or ["- ……"])]


def _studying(wave: Wave) -> str:
    """Return what is done in a wave as a paper says it, whatever the wave is called."""
    name = lowered(wave.name).removeprefix("đợt ")
    return name if name.startswith("học tập") else f"học tập, quán triệt {name}"


def _body(facts: Facts) -> str:
    """Return whom the board answers to."""
    return "chi bộ" if facts.is_cell else facts.say("đảng ủy")


def _leading(facts: Facts) -> list[Member]:
    """Return the members with an office in the Party, the deputy secretary first, who leads the class."""
    return sorted(
        facts.officers(), key=lambda each: not facts.office(each).casefold().startswith("phó")
    )


def _counted(title: str, lines: list[str]) -> str:
    return f"{title}:\n{_listed(lines)}" if lines else ""


def _listed(lines: list[str]) -> str:
    return "\n".join(f"- {line}." for line in lines)


def _plain(name: str, title: str, text: str) -> Section:
    return Section(name=name, title=title, text=text, titled=False)
