"""The launchers and the setup file: compiled with mingw-w64 and NSIS, the same bytes every time."""

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from payload import TAG, files_in

HERE = Path(__file__).resolve().parent
LAUNCHERS = {
    "SoChiBo.exe": ("-DWINDOW", "-municode", "-mwindows"),
    "sochibo-cli.exe": ("-municode",),
}
_PREFIX = "x86_64-w64-mingw32-"


def build_launchers(folder: Path, version: str) -> None:
    """Compile both launchers into `folder`, which holds `app.ico` and `file.ico`."""
    numbers = ",".join([*version.split("."), "0"])
    for name, flags in LAUNCHERS.items():
        resources = folder / f"{name}.o"
        _run(
            *(_tool("windres"), "--codepage=65001", "-I", str(folder)),
            *("-I", str(HERE / "launcher"), f"-DAPP_NUMBERS={numbers}"),
            *(f"-DAPP_VERSION={version}", f"-DAPP_FILE={name}"),
            *(str(HERE / "launcher/launcher.rc"), "-o", str(resources)),
        )
        _run(
            *(_tool("gcc"), "-O2", "-Wall", "-Wextra", "-Werror", "-s", *flags),
            *("-finput-charset=UTF-8", "-Wl,--no-insert-timestamp", "-Wl,--dynamicbase,--nxcompat"),
            *('-DMUTEX=L"SoChiBo.Running"', '-DIDENTITY=L"SoChiBo.App"'),
            *("-o", str(folder / name), str(HERE / "launcher/launcher.c"), str(resources)),
        )
        resources.unlink()


def build_setup(
    script: Path, folder: Path, payload: Path, version: str, to: Path, defines: Sequence[str] = ()
) -> None:
    """Make the setup file `to` of `payload`; `folder` holds the launchers and takes what is made here.

    `defines` are switches of the script, for tests. A setup file keeps the times of what it unpacks,
    launchers and pictures too: all get that of `payload`.
    """
    (folder / "files.nsh").write_text(file_list(payload), encoding="utf-8")
    for ending in ("nlf", "nsh"):
        _compose(_words_of_nsis(f"Vietnamese.{ending}"), folder / f"Vietnamese.{ending}")
    moment = payload.stat().st_mtime
    for path in filter(Path.is_file, folder.iterdir()):
        os.utime(path, (moment, moment))
    _run(
        *("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"),
        *(f"-D{each}" for each in defines),
        *(f"-DVERSION={version}", f"-DBUILD={folder}", f"-DPAYLOAD={payload}"),
        *(f"-DPYTHON_DLL={TAG}.dll", f"-DOUT={to}", str(script)),
    )


def file_list(payload: Path) -> str:
    """Return the instructions that unpack `payload`, in an order that does not vary."""
    lines = ["!macro PayloadFiles TO"]
    current = None
    files = files_in(payload)
    for path in files:
        inside = path.relative_to(payload)
        folder = "\\".join(["${TO}", *inside.parent.parts])
        if folder != current:
            lines.append(f'  SetOutPath "{_escaped(folder)}"')
            current = folder
        lines.append(f'  File "${{PAYLOAD}}/{_escaped(inside.as_posix())}"')
    kilobytes = sum(path.stat().st_size for path in files) // 1024 + 1
    needed = kilobytes * 11 // 10 + 4096  # clusters, launchers, uninstaller
    lines += [
        "!macroend",
        f"!define PAYLOAD_KB {kilobytes}",
        f"!define NEEDED_KB {needed}",
        f"!define NEEDED_MB {needed // 1024 + 1}",
    ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("$", "$$").replace("$${TO}", "${TO}")


def _words_of_nsis(name: str) -> Path:
    compiler = shutil.which("makensis")
    if compiler is None:
        sys.exit("makensis is needed: apt-get install nsis")
    beside = Path(compiler).resolve().parent
    for root in (beside.parent / "share/nsis", beside, beside.parent):
        path = root / "Contrib/Language files" / name
        if path.exists():
            return path
    sys.exit(f"NSIS has no {name}")


def _compose(source: Path, to: Path) -> None:
    """Copy NSIS's own words with composed letters: Windows draws the marks of others beside them."""
    text = source.read_text(encoding="utf-8-sig")
    to.write_text("\ufeff" + unicodedata.normalize("NFC", text), encoding="utf-8")


def _tool(name: str) -> str:
    """Return a program of mingw-w64: on Windows some have no prefix."""
    return _PREFIX + name if shutil.which(_PREFIX + name) else name


def _run(*words: str) -> None:
    world = {**os.environ, "SOURCE_DATE_EPOCH": "0", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        words, env=world, check=False, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        sys.exit(f"{words[0]}: {done.returncode}\n{done.stdout}{done.stderr}")
