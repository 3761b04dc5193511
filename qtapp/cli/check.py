"""`check`: what a Word file breaks of the rules of presentation, and a repaired copy."""

from pathlib import Path

import click

from qtapp.cli.speaking import File, Noun, OneOf, Output
from qtapp.cli.terminal import Terminal
from qtapp.domain.papers import Finding
from qtapp.domain.units import PaperRules
from qtapp.services.checking import check_document, fix_document

FAULTY = 1


@click.group(cls=Noun)
def check() -> None:
    """Kiểm tra thể thức văn bản."""


@check.command("document")
@click.argument("path", metavar="TỆP.docx", type=File())
@click.option("--fix", type=Output(".docx"), help="Ghi bản đã sửa những chỗ sửa được ra tệp này.")
@click.option("--rules", type=OneOf(PaperRules), default=PaperRules.HD05, help="Quy tắc thể thức.")
@click.pass_obj
def document(terminal: Terminal, path: Path, fix: Path | None, rules: PaperRules) -> int:
    """Nói tệp Word sai thể thức chỗ nào; không cần mở sổ."""
    found = fix_document(path, fix, rules) if fix else check_document(path, rules)
    lines = [_line(each) for each in found] or ["Tệp đúng thể thức."]
    if fix:
        lines.insert(0, f"Đã ghi bản sửa ra {fix}" + (", còn lại:" if found else ""))
    terminal.say("\n".join(lines), {"path": str(fix or path), "findings": found})
    return FAULTY if found else 0


def _line(finding: Finding) -> str:
    where = f" Ở: “{finding.where}”" if finding.where else ""
    mark = " (sửa được bằng --fix)" if finding.fixable else ""
    return f"[{finding.rule}] {finding.sentence}{where}{mark}"
