"""What is taken as evidence and what is refused: told from the content, never from the name."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from partywork.attachments import checking
from partywork.attachments.checking import check_file, clean_name
from partywork.attachments.enums import FileKind
from partywork.attachments.pictures import LONGEST_SIDE
from tests.factories.files import GPS, ORIENTATION, PDF, docx, photo, with_part, xlsx

LIMIT = 10 * 1024 * 1024


def refusal(name: str, content: bytes, limit: int = LIMIT) -> str:
    with pytest.raises(ValidationError) as refused:
        check_file(name, content, limit)
    (message,) = refused.value.messages
    return message


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("说明.docx", docx(), FileKind.DOCX),
        ("台账.XLSX", xlsx(), FileKind.XLSX),
        ("通知.pdf", PDF, FileKind.PDF),
    ],
)
def test_documents_are_kept_byte_for_byte(name, content, kind):
    checked = check_file(name, content, LIMIT)
    assert (checked.name, checked.kind, checked.content) == (name, kind, content)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [("现场.jpg", "JPEG", FileKind.JPEG), ("现场.png", "PNG", FileKind.PNG), ("现场.webp", "WEBP", FileKind.WEBP)],
)
def test_a_picture_loses_its_place_and_everything_else_it_says_of_itself(name, kind, expected):
    taken = photo(kind=kind)
    assert Image.open(BytesIO(taken)).getexif().get_ifd(GPS)[1] == "N"
    checked = check_file(name, taken, LIMIT)
    kept = Image.open(BytesIO(checked.content))
    assert checked.kind is expected
    assert dict(kept.getexif()) == {}
    assert kept.getexif().get_ifd(GPS) == {}
    assert {"exif", "comment", "xmp", "Location"} & set(kept.info) == set()
    assert [mark for mark in (b"marker", b"Exif") if mark in checked.content] == []


def test_a_picture_stands_upright_as_the_camera_was_held():
    kept = Image.open(BytesIO(check_file("现场.jpg", photo((60, 40), orientation=6), LIMIT).content)).convert("RGB")
    assert kept.size == (40, 60)
    top, bottom = kept.getpixel((20, 5)), kept.getpixel((20, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, bottom[2] > 200) == (True, True)  # the left half, red, is on top now


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not_blown_up():
    big, small = photo((4000, 1000), orientation=1), photo((60, 40), orientation=1)
    assert Image.open(BytesIO(check_file("大.jpg", big, LIMIT).content)).size == (LONGEST_SIDE, LONGEST_SIDE // 4)
    assert Image.open(BytesIO(check_file("小.jpg", small, LIMIT).content)).size == (60, 40)


@pytest.mark.parametrize("mode", ["P", "LA", "I;16", "RGBA", "1"])
def test_pictures_of_every_mode_are_taken(mode):
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")
    kept = Image.open(BytesIO(check_file("图.png", out.getvalue(), LIMIT).content))
    assert kept.size == (8, 8)
    assert kept.mode in ("RGB", "RGBA", "L")


def test_a_camera_that_keeps_two_views_gives_its_first():
    out = BytesIO()
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])
    kept = Image.open(BytesIO(check_file("现场.jpg", out.getvalue(), LIMIT).content))
    assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)


def test_macros_are_refused_wherever_they_hide():
    types = docx_types().replace(b"wordprocessingml.document.main", b"wordprocessingml.document.macroEnabled.main")
    for content in (
        with_part(docx(), "word/vbaProject.bin", b"x"),
        with_part(xlsx(), "xl/macrosheets/sheet1.xml", b"<x/>"),
        with_part(docx(), "word/activeX/activeX1.xml", b"<x/>"),
        with_part(docx(), "[Content_Types].xml", types),
    ):
        assert "文件里含有宏" in refusal("说明.docx", content)


def docx_types() -> bytes:
    with ZipFile(BytesIO(docx())) as package:
        return package.read("[Content_Types].xml")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(checking, "MAX_UNPACKED_BYTES", 1024 * 1024)
    bomb = with_part(docx(), "word/media/x.bin", b"0" * (2 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert "展开后过大" in refusal("说明.docx", bomb)
    many = BytesIO()
    with ZipFile(many, "w", ZIP_DEFLATED) as package:
        for number in range(1001):
            package.writestr(f"{number}.txt", b"")
    assert "展开后过大" in refusal("说明.docx", many.getvalue())


def test_a_picture_that_claims_to_be_huge_is_refused_without_reading_it():
    out = BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    assert "尺寸过大" in refusal("图.png", out.getvalue())


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.pdf", b"", "文件是空的"),
        ("程序.pdf", b"MZ\x90\x00" + b"0" * 99, "这种文件不能作佐证材料"),
        ("网页.docx", b"<html><script>x</script></html>", "这种文件不能作佐证材料"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "这种文件不能作佐证材料"),
        ("旧.doc", b"\xd0\xcf\x11\xe0" + b"0" * 99, "旧版"),
        ("半截.pdf", PDF[:20], "PDF 文件不完整"),
        ("半截.jpg", photo()[:200], "图片已损坏"),
        ("半截.docx", docx()[:500], "文件已损坏"),
        ("声音.webp", b"RIFF\x24\x00\x00\x00WAVEfmt ", "图片已损坏"),
        ("压缩.docx", with_part(docx(), "[Content_Types].xml", b"<Types/>"), "压缩包和其他办公文件"),
        ("实体.docx", with_part(docx(), "word/a.xml", b"<!DOCTYPE x><x/>"), "文档类型声明"),
        ("改名.pdf", docx(), "内容是Word 文档，名称应以 .docx 结尾"),
        ("改名.docx", xlsx(), "内容是Excel 工作簿，名称应以 .xlsx 结尾"),
        ("改名.png", photo(), "内容是图片，名称应以 .jpg 结尾"),
        ("没有后缀", PDF, "名称应以 .pdf 结尾"),
        ("两个.pdf.exe", PDF, "名称应以 .pdf 结尾"),
    ],
)
def test_refusals_name_the_file_and_say_why(name, content, why):
    message = refusal(name, content)
    assert message.startswith(f"“{name}”：")
    assert why in message


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not():
    assert check_file("通知.pdf", PDF, len(PDF)).content == PDF
    assert "文件超过0MB" in refusal("通知.pdf", PDF, len(PDF) - 1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\文档\\通知.pdf", "通知.pdf"),
        ("通\u202efdp.exe.pdf", "通fdp.exe.pdf"),
        ("通\x00知\r\nX: y.pdf", "通知 X_ y.pdf"),
        ('a"b<c>|d?*.pdf', "a_b_c__d__.pdf"),
        ("é.pdf", "é.pdf"),
        ("😀 照片.jpg", "😀 照片.jpg"),
        (".pdf", "pdf"),
        ("///", "未命名"),
        ("长" * 200 + ".docx", "长" * 95 + ".docx"),
    ],
)
def test_names_are_cleaned_and_keep_their_suffix(given, kept):
    assert clean_name(given) == kept


def test_orientation_is_an_exif_tag():
    assert Image.open(BytesIO(photo(orientation=8))).getexif()[ORIENTATION] == 8
