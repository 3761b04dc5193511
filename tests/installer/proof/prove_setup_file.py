import filecmp
import os
import shutil
import subprocess
import zipfile

import build
import pytest
import setup_file

from tests.installer.proof.conftest import PROOF, setup_in

MEGABYTE = 1_000_000


@pytest.mark.short
def test_two_packings_at_different_times_are_the_same_bytes(tmp_path):
    """Of the licences alone: what a whole build adds is compared below."""
    source, payload = PROOF / "source", tmp_path / "payload"
    shutil.copytree(PROOF / "new/work/payload/licenses", payload / "licenses")
    os.utime(payload, (1_700_000_000, 1_700_000_000))
    made = []
    for day in (1, 2):
        work = tmp_path / str(day)
        work.mkdir()
        build.draw_icons(source, work)
        setup_file.build_launchers(work, "0.1.0")
        for path in work.iterdir():
            os.utime(path, (86_400 * day, 86_400 * day))
        made.append(work / "SoChiBo-setup.exe")
        setup_file.build_setup(
            source / "installer.nsi", work, payload, "0.1.0", made[-1], ["DRAFT"]
        )
    assert filecmp.cmp(*made, shallow=False)


@pytest.mark.short
def test_pyside_and_the_app_come_as_byte_code():
    """Also what PySide6 keeps in a library and would compile at every start."""
    payload = PROOF / "new/work/payload"
    with zipfile.ZipFile(payload / "app/qtapp.zip") as archive:
        names = set(archive.namelist())
    modules = {name for name in names if name.endswith(".py")}
    assert len(modules) > 200
    assert names - modules == {f"{name}c" for name in modules}
    for folder in ("lib/PySide6", "lib/shiboken6"):
        modules = list((payload / folder).rglob("*.py"))
        compiled = {each.name.split(".")[0] for each in (payload / folder).rglob("*.pyc")}
        assert {each.stem for each in modules} <= compiled
    assert len(list((payload / "lib/shiboken6/files.dir").rglob("*.pyc"))) > 10


def test_a_setup_file_signed_for_windows_installs_and_can_still_be_repeated(copy, tmp_path):
    """With a certificate made here: whoever builds the same file can put the release's signature on it."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=So Chi Bo")
    tool("openssl", *made, "-keyout", key, "-out", certificate)
    setup, signed = setup_in("new"), tmp_path / "SoChiBo-setup.exe"
    by = ("-certs", certificate, "-key", key, "-n", "Sổ Chi Bộ")
    tool("osslsigncode", "sign", *by, "-in", setup, "-out", signed)
    signature, again = tmp_path / "signature", tmp_path / "again.exe"
    tool("osslsigncode", "extract-signature", "-in", signed, "-out", signature)
    attached = ("attach-signature", "-sigin", signature, "-in", setup, "-out", again)
    # It ends with 1 since nobody trusts this certificate; what it wrote is looked at.
    subprocess.run(["osslsigncode", *attached], check=False, capture_output=True)
    assert filecmp.cmp(signed, again, shallow=False)
    assert copy.install(signed) == 0
    assert copy.faults() == []


def tool(*words):
    subprocess.run(words, check=True, capture_output=True)


def test_two_builds_are_the_same_bytes():
    first = "release" if (PROOF / "release").exists() else "new"
    assert filecmp.cmp(setup_in(first), setup_in("again"), shallow=False)
    for name in ("SHA256SUMS", "sbom.cdx.json"):
        assert filecmp.cmp(PROOF / first / name, PROOF / "again" / name, shallow=False)
    unlike = filecmp.cmpfiles(
        PROOF / first / "work",
        PROOF / "again/work",
        ["SoChiBo.exe", "sochibo-cli.exe", "files.nsh", "payload/manifest.json"],
        shallow=False,
    )
    assert unlike[1:] == ([], [])


def test_the_copy_is_as_small_as_promised():
    payload = PROOF / "again/work/payload"
    assert sum(each.stat().st_size for each in payload.rglob("*")) <= 150 * MEGABYTE
    longest = max(len(str(each.relative_to(payload))) for each in payload.rglob("*"))
    assert longest < 120


def test_the_setup_file_that_ships_is_small_and_soon_built():
    if not (PROOF / "release").exists():  # a quick proof packs loosely
        assert setup_in("again").stat().st_size <= 65 * MEGABYTE
        return
    assert setup_in("release").stat().st_size <= 45 * MEGABYTE
    assert int((PROOF / "release/seconds.txt").read_text(encoding="utf-8")) <= 180
