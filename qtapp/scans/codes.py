"""QR codes in a picture that a person took: turned, tilted, dim, noisy, small."""

import io
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qtapp.domain.errors import FileUnreadable

_MOST_DOTS = 60_000_000
"""Larger pictures are refused before they are unpacked: phones take up to 50 million dots."""
_LARGE = 3_000
_MOST_BYTES = 64 << 20
_HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*", b"GIF8")


def is_picture(head: bytes) -> bool:
    """Whether a file that begins with these bytes is a picture: PNG, JPEG, WebP, TIFF, BMP or GIF."""
    return head.startswith(_HEADS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def read_codes(picture: Path | bytes, enough: Callable[[set[str]], bool]) -> set[str]:
    """Return the text of every QR code found; tries harder until there are `enough`.

    The texts are foreign input. Raises FileUnreadable for what is no picture, is damaged or too large.
    """
    import zxingcpp  # noqa: PLC0415 - only when a paper is read

    kinds = zxingcpp.barcode_formats_from_str("QRCode")
    found: set[str] = set()
    for attempt in _attempts(_opened(picture)):
        read = zxingcpp.read_barcodes(attempt, formats=kinds)
        found.update(each.text for each in read)
        if enough(found):
            break
    return found


def _opened(picture: Path | bytes) -> Any:
    """Return the picture in grey, the right way up."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - as above

    name = "" if isinstance(picture, bytes) else str(picture)
    try:
        if isinstance(picture, Path) and picture.stat().st_size > _MOST_BYTES:
            raise FileUnreadable(name)
        with warnings.catch_warnings():
            # The warning comes at half of Pillow's own limit; ours is asked below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(
                io.BytesIO(picture) if isinstance(picture, bytes) else picture
            ) as image:
                if image.width * image.height > _MOST_DOTS:
                    raise FileUnreadable(name)
                return ImageOps.exif_transpose(image).convert("L")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        Image.DecompressionBombError,
    ) as error:
        raise FileUnreadable(name) from error


def _attempts(image: Any) -> Iterator[Any]:
    """Yield the picture as it is, then made kinder to the reader in several ways."""
    from PIL import Image, ImageFilter, ImageOps  # noqa: PLC0415 - as above

    yield image
    if max(image.size) <= _LARGE:
        double = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    else:
        yield image.reduce(2)
        double = image
    yield double
    yield double.filter(ImageFilter.GaussianBlur(1.2))
    yield ImageOps.autocontrast(double.filter(ImageFilter.UnsharpMask(3, 180)), cutoff=2)
