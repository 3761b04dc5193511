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
_LANGUAGES = "Contrib/Language files"
_PREFIX = "x86_64-w64-mingw32-"
_FIRST_WORDS = {
    "Installer integrity check has failed.": (
        "Bộ cài này bị hỏng hoặc chép chưa xong. Chưa có gì được cài.\n\n"
        "Hãy chép lại, hoặc xin lại bộ cài ở nơi đã đưa cho đồng chí."
    ),
    "Error writing temporary file.": "Không ghi được tệp tạm. Hãy dọn bớt ổ đĩa rồi chạy lại.",
    "Error launching installer": "Không mở được bộ cài",
    "verifying installer: %d%%": "đang kiểm tra: %d%%",
    "unpacking data: %d%%": "đang mở gói: %d%%",
    "NSIS Error": "Sổ Chi Bộ",
}
"""What a setup file says before it can read its script, by how NSIS begins it: no language file has these."""


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
    nsis = _copy_of_nsis(folder / "nsis")
    for ending in ("nlf", "nsh"):
        name = f"Vietnamese.{ending}"
        _compose(nsis / _LANGUAGES / name, folder / name)
    moment = payload.stat().st_mtime
    for path in filter(Path.is_file, folder.iterdir()):
        os.utime(path, (moment, moment))
    _run(
        *("makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8"),
        *(f"-D{each}" for each in defines),
        *(f"-DVERSION={version}", f"-DBUILD={folder}", f"-DPAYLOAD={payload}"),
        *(f"-DPYTHON_DLL={TAG}.dll", f"-DOUT={to}", str(script)),
        NSISDIR=str(nsis),
    )
    shutil.rmtree(nsis)


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


def _copy_of_nsis(to: Path) -> Path:
    """Copy NSIS, less its documents, with stubs that speak Vietnamese from their first word."""
    compiler = shutil.which("makensis")
    if compiler is None:
        sys.exit("makensis is needed: apt-get install nsis")
    beside = Path(compiler).resolve().parent
    places = (beside.parent / "share/nsis", beside, beside.parent)
    root = next((each for each in places if (each / _LANGUAGES).exists()), None)
    if root is None:
        sys.exit(f"{compiler}: its language files are not found")
    shutil.copytree(root, to, ignore=shutil.ignore_patterns("Docs", "Examples"), dirs_exist_ok=True)
    for stub in (to / "Stubs").glob("*-unicode"):
        stub.write_bytes(in_vietnamese(stub.read_bytes()))
    return to


def in_vietnamese(stub: bytes) -> bytes:
    """Return a stub of NSIS with `_FIRST_WORDS` in the place of its own; stops where they are not found."""
    for english, vietnamese in _FIRST_WORDS.items():
        start, said = english.encode("utf-16le"), vietnamese.encode("utf-16le")
        place = stub.find(start)
        if place < 0 and not english.startswith(
            "unpacking"
        ):  # a stub that packs file by file has none
            sys.exit(f"NSIS does not say {english!r}")
        while place >= 0:
            end = next(
                each for each in range(place, len(stub), 2) if not any(stub[each : each + 2])
            )
            if len(said) > end - place:
                sys.exit(f"NSIS has no room for {vietnamese!r}")
            stub = stub[:place] + said.ljust(end - place, b"\0") + stub[end:]
            place = stub.find(start, place)
    return stub


def _compose(source: Path, to: Path) -> None:
    """Copy NSIS's own words with composed letters: Windows draws the marks of others beside them."""
    text = source.read_text(encoding="utf-8-sig")
    to.write_text("\ufeff" + unicodedata.normalize("NFC", text), encoding="utf-8")


def _tool(name: str) -> str:
    """Return a program of mingw-w64: on Windows some have no prefix."""
    return _PREFIX + name if shutil.which(_PREFIX + name) else name


def _run(*words: str, **more: str) -> None:
    world = {**os.environ, "SOURCE_DATE_EPOCH": "0", "LC_ALL": "C.UTF-8", **more}
    done = subprocess.run(
        words, env=world, check=False, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        sys.exit(f"{words[0]}: {done.returncode}\n{done.stdout}{done.stderr}")
