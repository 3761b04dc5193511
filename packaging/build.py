"""Build the Windows setup file: `python packaging/build.py --python ZIP --python-sha256 HEX`.

ZIP is CPython's embeddable distribution for 64-bit Windows; everything else is pinned by the project's
lock files. Two builds of one commit give the same bytes. packaging/README.md has the release steps.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import bill
import setup_file
import wheels
from payload import Payload
from wine import Wine

ROOT = Path(__file__).resolve().parents[1]
_FIRST_MOMENT = 1_767_225_600  # 2026-01-01, for a tree without a commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to build, from what, where. `defines` and `version` differ from the project's in tests."""

    python: Path
    python_sha256: str
    out: Path
    wheels: Path
    wine: Path
    version: str = ""
    defines: Sequence[str] = ()
    source: Path = field(default=ROOT)


def main(words: Sequence[str] | None = None) -> int:
    """Build what `words` ask for and say what came out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", type=Path, required=True, help="CPython embeddable, amd64")
    parser.add_argument("--python-sha256", required=True, metavar="HEX")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument(
        "--wheels", type=Path, default=ROOT / "build/wheels", help="kept for the next"
    )
    given = parser.parse_args(words)
    started = time.monotonic()
    plan = Plan(
        python=given.python,
        python_sha256=given.python_sha256,
        out=given.out,
        wheels=given.wheels,
        wine=ROOT / "build/wine",
    )
    made = build(plan)
    print(f"{made}  {made.stat().st_size / 1e6:.1f} MB  {time.monotonic() - started:.0f} s")
    return 0


def build(plan: Plan) -> Path:
    """Build the setup file of `plan` with its sums and its bill of materials; return it."""
    version = plan.version or version_of(plan.source)
    work = plan.out / "work"
    payload = build_payload(plan, version, work)
    draw_icons(plan.source, work)
    setup_file.build_launchers(work, version)
    setup = plan.out / f"SoChiBo-{version}-setup.exe"
    script = plan.source / "installer.nsi"
    setup_file.build_setup(script, work, payload.root, version, setup, plan.defines)
    sums = plan.out / "SHA256SUMS"
    sums.write_text(bill.sums([setup, plan.out / "sbom.cdx.json"]), encoding="utf-8")
    return setup


def build_payload(plan: Plan, version: str, work: Path) -> Payload:
    """Fill the program folder below `work`, compile it, and write the bill of materials."""
    wanted = [pin for pin in wheels.pins(plan.source / "requirements.lock") if pin.name != "pip"]
    files = wheels.download(wanted, plan.wheels)
    payload = Payload(work / "payload")
    payload.add_python(plan.python, plan.python_sha256)
    for wheel in files:
        payload.add_wheel(wheel)
    payload.add_app(plan.source)
    if version != version_of(plan.source):
        payload.add_file("app/qtapp/__init__.py", f'__version__ = "{version}"\n'.encode())
    parts = [bill.python_part(plan.python), *bill.library_parts(payload.root, wanted, files)]
    text = bill.bill("SoChiBo", version, parts)
    (plan.out / "sbom.cdx.json").write_text(text, encoding="utf-8")
    payload.add_file("licenses/sbom.cdx.json", text.encode())
    payload.add_licences(plan.source)
    compile_with(payload, plan.python, work / "python", plan.wine)
    payload.finish(version, moment_of(plan.source))
    return payload


def compile_with(payload: Payload, embeddable: Path, folder: Path, prefix: Path) -> None:
    """Compile the program folder with the very Python it carries, unpacked into `folder`.

    Where this is not Windows, it runs in the Wine prefix `prefix`.
    """
    shutil.rmtree(folder, ignore_errors=True)
    unpack_python(embeddable, folder)
    if sys.platform == "win32":
        payload.compile([str(folder / "python.exe")], str(payload.root), os.environ)
        return
    wine = Wine(prefix)
    payload.compile(["wine", str(folder / "python.exe")], wine.path(payload.root), wine.world())
    wine.wait()


def unpack_python(embeddable: Path, folder: Path) -> None:
    """Unpack an embeddable distribution whole, as a tool; which it is has been checked."""
    import zipfile  # noqa: PLC0415 - here alone

    from payload import python_folder  # noqa: PLC0415 - here alone

    folder.mkdir(parents=True)
    with zipfile.ZipFile(embeddable) as archive:
        inside = python_folder(archive)
        for name in archive.namelist():
            path = Path(name)
            if path.parent == Path(inside) and not name.endswith("/"):
                (folder / path.name).write_bytes(archive.read(name))


def draw_icons(source: Path, folder: Path) -> None:
    """Draw both icons into `folder`, in a process of its own: it needs PySide6."""
    drawings = {
        "app.ico": source / "resources/icons/app.svg",
        "file.ico": ROOT / "packaging/launcher/file.svg",
        "side.bmp": source / "resources/icons/app.svg",
    }
    for name, drawing in drawings.items():
        words = [sys.executable, str(ROOT / "packaging/icon.py"), str(drawing), str(folder / name)]
        subprocess.run(words, check=True)


def version_of(source: Path) -> str:
    """Return the version the source tree says it is."""
    text = (source / "qtapp/__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    if found is None:
        sys.exit("qtapp/__init__.py names no version")
    return found[1]


def moment_of(source: Path) -> int:
    """Return the time every file gets: that of the commit, so that a rebuild gets it too."""
    words = ["git", "-C", str(source), "log", "-1", "--format=%ct"]
    done = subprocess.run(words, check=False, capture_output=True, encoding="utf-8")
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else _FIRST_MOMENT


if __name__ == "__main__":
    sys.exit(main())
