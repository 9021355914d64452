"""Pictures are turned upright, made a sensible size and rid of everything but what they show."""

from io import BytesIO
from typing import TYPE_CHECKING

from partywork.attachments.enums import FileKind

if TYPE_CHECKING:
    from PIL import Image

# PIL is read when the first picture comes: it takes 7 MB, and the worker may never see one.
MAX_PIXELS = 80_000_000  # more than any phone's camera; a few kilobytes can claim far more and fill the memory
LONGEST_SIDE = 2400  # pixels: a photographed page of A4 stays legible
# A camera that keeps two views in one JPEG calls it MPO; the first is kept.
_FORMATS = {"JPEG": FileKind.JPEG, "MPO": FileKind.JPEG, "PNG": FileKind.PNG, "WEBP": FileKind.WEBP}
_WRITTEN = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.WEBP: "WEBP"}
_MODES = {FileKind.JPEG: ("RGB", "L"), FileKind.PNG: ("RGB", "RGBA", "L"), FileKind.WEBP: ("RGB", "RGBA")}


class UnreadablePicture(Exception):
    """No picture at all, a broken one, or one of another format."""


class HugePicture(Exception):
    """It claims more pixels than any camera takes."""


def tidy(content: bytes) -> tuple[FileKind, bytes]:
    """The kind of a picture, and the picture itself: upright, at most LONGEST_SIDE, without place, device or any
    other data about it. Of an animated one the first frame.

    Raises UnreadablePicture or HugePicture.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as picture:
            kind = _FORMATS[picture.format or ""]
            if picture.width * picture.height > MAX_PIXELS:
                raise HugePicture
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # JPEG only: decodes no finer than is needed
            return kind, _written(_clean(picture, kind), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise HugePicture from error
    except (UnidentifiedImageError, OSError, ValueError, KeyError, SyntaxError, EOFError) as error:
        raise UnreadablePicture from error


def _clean(picture: "Image.Image", kind: FileKind) -> "Image.Image":
    """A new picture of the same pixels: what is copied cannot carry along what is not."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    assert upright is not None
    if upright.mode not in _MODES[kind]:
        see_through = "A" in upright.getbands() or "transparency" in upright.info
        upright = upright.convert("RGBA" if see_through and "RGBA" in _MODES[kind] else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    return clean


def _written(picture: "Image.Image", kind: FileKind) -> bytes:
    out = BytesIO()
    if kind is FileKind.PNG:
        picture.save(out, "PNG", optimize=True)
    else:
        picture.save(out, _WRITTEN[kind], quality=85)
    return out.getvalue()
