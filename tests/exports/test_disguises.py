"""A template that hides what it brings: every way Word would follow is seen, whatever it is written like."""

import codecs
import io

import docx
import pytest
from django.core.exceptions import ValidationError

from partywork.exports.own.checking import check_package
from tests.factories.files import with_part

REL = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId9" Type="http://x/{type}" Target="http://x/a.dotm" {mode}/></Relationships>'
)
FIELD = '<x:p xmlns:x="w">{}</x:p>'


def plain() -> bytes:
    out = io.BytesIO()
    word = docx.Document()
    word.add_paragraph("{{ 会议名称 }}")
    word.save(out)
    return out.getvalue()


PLAIN = plain()


def code(text: str) -> str:
    return FIELD.format(f'<x:instrText xml:space="preserve">{text}</x:instrText>')


def of(name: str, text: str | bytes) -> bytes:
    return with_part(PLAIN, name, text if isinstance(text, bytes) else text.encode())


EXTERNAL = REL.format(type="attachedTemplate", mode='TargetMode="External"')
RELS = "word/_rels/settings.xml.rels"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (of(RELS, EXTERNAL.encode("utf-16-le")), "不该出现的内容"),
        (of(RELS, codecs.BOM_UTF16_LE + EXTERNAL.encode("utf-16-le")), "不该出现的内容"),
        (of(RELS, EXTERNAL.replace("1.0", '1.0" encoding="UTF-7').encode()), "不该出现的内容"),
        (of(RELS, REL.format(type="image", mode='TargetMode="&#69;xternal"')), "指向外部的链接"),
        (of(RELS, REL.format(type="aFChunk", mode="")), "嵌入了别的文件"),
        (of(RELS, REL.format(type="oleObject", mode="")), "嵌入了别的文件"),
        (of("word/document.png", FIELD.format("<x:altChunk/>")), "嵌入了别的文件"),
        (of("word/media/a.jpeg", b"\xff\xfe" + "<a/>".encode("utf-16-le")), "嵌入了别的文件"),
        (of("word/x.xml", FIELD.format("<x:altChunk/>")), "取外部内容的域"),
        (of("word/x.xml", code("DDEAUTO c:/a b")), "取外部内容的域"),
        (of("word/x.xml", code("DD") + code("EAUTO c:/a b")), "取外部内容的域"),
        (of("word/x.xml", code("&#68;DEAUTO c:/a")), "取外部内容的域"),
        (of("word/x.xml", code("<![CDATA[DDEAUTO c:/a]]>")), "取外部内容的域"),
        (of("word/x.xml", FIELD.format('<x:fldSimple x:instr="INCLUDETEXT c:/a"/>')), "取外部内容的域"),
        (of("word/x.xml", FIELD.format("<x:fldSimple x:instr='LINK a b'/>")), "取外部内容的域"),
    ],
)
def test_what_is_disguised_is_refused(content, said):
    with pytest.raises(ValidationError, match=said):
        check_package(content)


@pytest.mark.parametrize(
    "text",
    [
        code(" PAGE "), code("PAGE  \\* MERGEFORMAT"), code(" ") + code("NUMPAGES") + code(" \\* Arabic "),
        code(' DATE \\@ "yyyy年M月d日" '), code(" DATE \\@ &quot;yyyy年M月d日&quot; "),
        FIELD.format('<x:fldSimple x:instr=" NUMPAGES \\* MERGEFORMAT "/>'), FIELD.format("DDE 是一种技术"),
    ],
)  # fmt: skip
def test_page_numbers_dates_and_plain_words_may_stay(text):
    check_package(of("word/x.xml", text))


def test_pictures_may_stay():
    check_package(of("word/media/a.png", b"\x89PNG\r\n\x1a\n" + b"<w:altChunk DDE"))
