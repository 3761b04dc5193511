"""Read every nasty list again after LibreOffice has saved it anew: `python -m tests.workbooks.office`.

By hand, where LibreOffice is installed: it takes a minute. Prints what differs from what is expected.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from qtapp.workbooks.members import read_members
from tests.workbooks.nasty import NASTY
from tests.workbooks.test_nasty import built

FORMATS = ("xls", "ods", "xlsx")
UNTOLD = {
    ("ods", "small letters in a font of capitals"),
    ("ods", "names with stray blanks, tabs and line breaks"),
}
"""What the reader of .ods files does not tell: the names of fonts, tabs inside a cell."""


def main() -> int:
    """Convert all lists into each format, compare, and return how many differ."""
    differing = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, nasty in enumerate(NASTY):
            built(nasty, folder).rename(folder / f"{number:02d}.xlsx")
        for kind in FORMATS:
            out = folder / kind
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            words = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out)]
            subprocess.run(  # noqa: S603 - fixed words
                [*words, *map(str, sorted(folder.glob("*.xlsx")))], check=True, capture_output=True
            )
            for number, nasty in enumerate(NASTY):
                found = read_members(out / f"{number:02d}.{kind}", lambda _done, _total: None)
                read = [dict(row.values) for row in found.rows]
                expected = [dict(each) for each in nasty.read]
                if read != expected and (kind, nasty.name) not in UNTOLD:
                    differing += 1
                    print(f"{kind}: {nasty.name}\n  {read}\n  {list(nasty.read)}")  # noqa: T201
    print(f"{differing} of {len(NASTY) * len(FORMATS)} differ")  # noqa: T201
    return differing


if __name__ == "__main__":
    sys.exit(bool(main()))
