"""Pictures as people take them: turned, tilted, dim on one side, blurred, noisy, squeezed."""

import io
import random

from PIL import Image, ImageChops, ImageFilter


def a_photo(
    page: bytes, *, seed: int = 0, turn: float = 7, longest: int = 2560, tilt: float = 0.05
) -> bytes:
    """Return a page (PNG) as a JPEG photo of quality 60; everything follows from `seed`."""
    chance = random.Random(seed)  # noqa: S311 - tests want to repeat
    picture = Image.open(io.BytesIO(page)).convert("L")
    picture = picture.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=190)
    picture = _tilted(picture, chance, tilt)
    scale = longest / max(picture.size)
    size = (round(picture.width * scale), round(picture.height * scale))
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    picture = picture.filter(ImageFilter.GaussianBlur(longest / 2000))
    light = Image.linear_gradient("L").resize(size).point(lambda value: 150 + value * 0.35)
    picture = ImageChops.multiply(picture, light)
    noise = Image.frombytes("L", (256, 256), chance.randbytes(1 << 16))
    noise = noise.point(lambda value: 128 + (value - 128) / 6)
    field = Image.new("L", size)
    for x in range(0, size[0], 256):
        for y in range(0, size[1], 256):
            field.paste(noise, (x, y))
    picture = ImageChops.add(picture, field, 1, -128)
    memory = io.BytesIO()
    picture.save(memory, "JPEG", quality=60)
    return memory.getvalue()


def _tilted(picture, chance, tilt):
    """Return the picture as seen from the side: its corners are drawn inwards by up to `tilt`."""
    width, height = picture.size
    inward = [(chance.uniform(0, tilt) * width, chance.uniform(0, tilt) * height) for _ in range(4)]
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    seen = [
        (x + (dx if x == 0 else -dx), y + (dy if y == 0 else -dy))
        for (x, y), (dx, dy) in zip(corners, inward, strict=True)
    ]
    warp = _solved(seen, corners)
    method, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    return picture.transform((width, height), method, warp, smooth, fillcolor=120)


def _solved(seen, corners):
    """Return the eight numbers by which Pillow brings `corners` to where they are `seen` (Gauss)."""
    rows = []
    for (x, y), (u, v) in zip(seen, corners, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(8):
            if row != at:
                factor = rows[row][at]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[8] for row in rows]
