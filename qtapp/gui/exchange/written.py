"""What was written for others, in a sentence."""

from collections.abc import Sequence
from pathlib import Path

from qtapp.gui.kit.i18n import tr
from qtapp.gui.kit.icons import Tone

_MOST_NAMED = 5


def said_of_made(made: Sequence[Sequence[Path]]) -> tuple[Tone, str]:
    """Return what is said of bundles that were written: the files of each, all in one folder."""
    files = [file for bundle in made for file in bundle]
    if not files:
        return "note", tr("Chưa mời chi bộ nào nên chưa có gói nào để ghi.")
    names = ", ".join(file.name for file in files[:_MOST_NAMED])
    if len(files) > _MOST_NAMED:
        names += "…"
    if len(files) == 1:
        said = tr("Đã ghi tệp {names} vào {folder}. Có thể rút USB.")
    elif len(made) == 1:
        said = tr(
            "Đã ghi gói thành %n tệp vào {folder}: {names}. Gửi đủ các tệp này. Có thể rút USB.",
            "",
            len(files),
        )
    elif len(files) == len(made):
        said = tr("Đã ghi %n gói vào {folder}, mỗi chi bộ một tệp. Có thể rút USB.", "", len(made))
    else:
        said = tr(
            "Đã ghi gói cho các chi bộ thành %n tệp vào {folder}. Gửi đủ các tệp. Có thể rút USB.",
            "",
            len(files),
        )
    return "good", said.format(names=names, folder=files[0].parent)
