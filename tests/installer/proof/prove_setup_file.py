import filecmp

from tests.installer.proof.conftest import PROOF, setup_in

MEGABYTE = 1_000_000


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
