"""`paper`: every paper of a wave as PDF or Word, a whole wave at once, the register of numbers."""

from datetime import date
from pathlib import Path

import click

from qtapp.cli.speaking import Count, Noun, Output, Verb
from qtapp.cli.terminal import Terminal, chosen, columns
from qtapp.cli.waves import find_session, find_wave
from qtapp.domain.papers import PaperKind, PaperRef
from qtapp.domain.vietnamese import date_text
from qtapp.services.book import Book

_OUT = "Tệp .pdf, hoặc .docx để sửa bằng Word."


@click.group(cls=Noun, name="paper")
def papers() -> None:
    """Giấy tờ của đợt học tập: in ra PDF hoặc Word."""


@papers.command("list")
@click.argument("which", metavar="ĐỢT")
@click.pass_obj
def list_papers(terminal: Terminal, which: str) -> None:
    """Liệt kê giấy tờ của một đợt: loại, cho buổi nào, số, ngày."""
    with terminal.opened() as book:
        found = book.papers.of_wave(find_wave(book, which).id)
    rows = [
        (each.ref.kind.value, each.name, each.of, each.number, _day(each.dated)) for each in found
    ]
    terminal.say(columns(("Lệnh", "Giấy tờ", "Của", "Số", "Ngày"), rows), found)


@papers.command("numbers")
@click.pass_obj
def numbers(terminal: Terminal) -> None:
    """Sổ số văn bản đã cấp, theo loại và nhiệm kỳ."""
    with terminal.opened() as book:
        found = book.papers.register()
    rows = [
        (each.type.label, each.term, each.number, _day(each.dated), each.name) for each in found
    ]
    terminal.say(columns(("Loại", "Nhiệm kỳ", "Số", "Ngày", "Tên"), rows), found)


@papers.command("batch")
@click.argument("which", metavar="ĐỢT")
@click.option("-o", "--out", type=Output(".pdf"), required=True, help="Tệp .pdf.")
@click.pass_obj
def batch(terminal: Terminal, which: str, out: Path) -> None:
    """In mọi giấy tờ của một đợt vào một tệp PDF."""
    with terminal.opened() as book:
        wave = find_wave(book, which)
        refs = book.papers.batch(wave.id)
        book.papers.write(refs, out, terminal.report(), name=wave.name)
        missing = {each: told for each in refs if (told := book.papers.missing(each))}
    terminal.caution(
        "\n".join(f"{each.kind.label}: {' '.join(told)}" for each, told in missing.items())
    )
    terminal.say(f"Đã ghi {len(refs)} giấy tờ ra {out}", {"path": str(out), "papers": len(refs)})


def _verb(kind: PaperKind) -> click.Command:
    """Return the verb that makes one kind of paper."""

    def make(
        terminal: Terminal, which: str, out: Path, member: str = "", year: int | None = None
    ) -> None:
        with terminal.opened() as book:
            ref = _ref(book, kind, which, member, year)
            book.papers.write([ref], out, terminal.report())
            missing = book.papers.missing(ref)
        terminal.caution(" ".join(missing))
        data = {"path": str(out), "kind": kind.value, "about": ref.about, "missing": missing}
        terminal.say(f"Đã ghi ra {out}", data)

    metavar = "ĐẢNG_VIÊN" if kind.is_of_year else "BUỔI" if kind.is_of_session else "ĐỢT"
    options: list[click.Parameter] = [
        click.Argument(["which"], metavar=metavar),
        click.Option(["-o", "--out"], type=Output(".pdf", ".docx"), required=True, help=_OUT),
    ]
    if kind.is_of_year:
        options.append(click.Option(["--year"], type=Count(), help="Năm; không ghi là năm nay."))
    elif kind.is_of_member:
        options.append(
            click.Option(["--member"], default="", help="Đảng viên; không ghi là mẫu trống.")
        )
    told = f"{kind.label[:1].upper()}{kind.label[1:]}."
    return Verb(kind.value, params=options, callback=click.pass_obj(make), help=told)


def _ref(book: Book, kind: PaperKind, which: str, member: str, year: int | None) -> PaperRef:
    """Return the paper a person means; raises NotFound."""
    if kind.is_of_year:
        about = chosen(book.members.all(), which, lambda each: each.full_name, "members").id
        return PaperRef(kind=kind, about=about, edition=f"{year or book.today().year}")
    if kind.is_of_session:
        return PaperRef(kind=kind, about=find_session(book, which).id)
    wave = find_wave(book, which).id
    if not member:
        return PaperRef(kind=kind, about=wave)
    found = chosen(book.members.all(), member, lambda each: each.full_name, "members")
    return PaperRef(kind=kind, about=wave, edition=found.id)


def _day(day: date | None) -> str:
    return date_text(day) if day else ""


for _kind in PaperKind:
    papers.add_command(_verb(_kind))
