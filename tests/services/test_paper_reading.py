import io

import pytest
from PIL import Image

from qtapp.domain.errors import BundleDamaged, CodesMissing, FileUnreadable, NoCodes
from qtapp.papers.pictures import page_count, page_png
from qtapp.services import paper_reading
from qtapp.services.inbox import InboxState
from tests.make import a_name, some_random
from tests.scans.photos import a_photo
from tests.services.pairs import a_pair


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("giấy")
    pair = a_pair(folder, members=0)
    for place in range(45):
        pair.cell.members.save(
            pair.cell.members.new(a_name(place), party_role=some_random(place)(40).hex())
        )
    pdf = pair.cell.carrying.on_paper()
    yield pair, pdf, [page_png(pdf, page, 1654) for page in range(page_count(pdf))]
    pair.cell.close()
    pair.commune.close()


def files(folder, contents, ending):
    paths = [folder / f"IMG_{place}.{ending}" for place in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


def test_photos_in_any_order_and_twice_bring_the_bundle(world, tmp_path):
    pair, _, pages = world
    assert len(pages) > 1
    photos = [a_photo(page, seed=place) for place, page in enumerate(pages)]
    chosen = files(tmp_path, [*reversed(photos), photos[0]], "jpg")
    (received,) = pair.commune.carrying.receive(chosen)
    assert received.reason is None
    assert len(pair.commune.members.all(pair.unit)) == 45
    (again,) = pair.commune.carrying.receive(chosen)
    assert again.state is InboxState.DUPLICATE


def test_a_scanned_pdf_is_read(world, tmp_path):
    pair, pdf, _ = world
    (path,) = files(tmp_path, [pdf], "pdf")
    (received,) = pair.commune.carrying.receive([path])
    assert received.state in {InboxState.MERGED, InboxState.DUPLICATE}


def test_codes_that_are_missing_are_named_and_may_come_later(tmp_path):
    pair = a_pair(tmp_path, members=30)
    pdf = pair.cell.carrying.on_paper()
    whole = Image.open(io.BytesIO(page_png(pdf, 0, 1654)))
    upper = whole.crop((0, 0, whole.width, 1100))
    lower = whole.crop((0, 880, whole.width, whole.height))
    halves = []
    for half in (upper, lower):
        memory = io.BytesIO()
        half.save(memory, "PNG")
        halves.append(memory.getvalue())
    first, second = files(tmp_path, halves, "png")
    (received,) = pair.commune.carrying.receive([first])
    assert received.state is InboxState.WAITING
    assert isinstance(received.reason, CodesMissing)
    assert received.reason.missing[0] > 1
    (received,) = pair.commune.carrying.receive([second])
    assert received.state is InboxState.MERGED
    assert len(pair.commune.members.all(pair.unit)) == 30
    kept = pair.commune.path.with_name(f"{pair.commune.path.name}.inbox")
    assert list(kept.glob("paper-*")) == []
    pair.cell.close()
    pair.commune.close()


def test_a_committee_answers_one_unit_on_paper(tmp_path):
    pair = a_pair(tmp_path)
    pair.commune.exchange.receive(pair.cell.exchange.make_up(tmp_path / "usb"))
    assert pair.cell.exchange.status().unsent
    (path,) = files(tmp_path, [pair.commune.carrying.on_paper(pair.unit)], "pdf")
    (received,) = pair.cell.carrying.receive([path])
    assert received.state is InboxState.MERGED
    assert pair.cell.exchange.status().unsent == 0
    pair.cell.close()
    pair.commune.close()


def test_each_picture_that_shows_nothing_says_so_and_stops_no_other(world, tmp_path):
    pair, _, pages = world
    memory = io.BytesIO()
    Image.new("L", (400, 300), 200).save(memory, "PNG")
    broken = b"\xff\xd8\xff\xe0" + bytes(30)
    chosen = files(tmp_path, [memory.getvalue(), broken, b"%PDF-1.7\n", *pages], "jpg")
    *bad, good = pair.commune.carrying.receive(chosen)
    assert [type(each.reason) for each in bad] == [NoCodes, FileUnreadable, FileUnreadable]
    assert good.reason is None


def test_codes_that_contradict_each_other_are_dropped(world, tmp_path, monkeypatch):
    pair, _, _ = world
    texts = ["SCB1:01234567:1:2:BB8", "SCB1:01234567:2:2:BB8"]
    monkeypatch.setattr(paper_reading, "read_codes", lambda _path, _enough: {texts.pop()})
    first, second = files(tmp_path, [b"\x89PNG\r\n\x1a\n"] * 2, "png")
    (received,) = pair.commune.carrying.receive([first])
    assert isinstance(received.reason, CodesMissing)
    (received,) = pair.commune.carrying.receive([second])
    assert isinstance(received.reason, BundleDamaged)
    kept = pair.commune.path.with_name(f"{pair.commune.path.name}.inbox")
    assert list(kept.glob("paper-*")) == []
