"""An office's own Word templates: what is taken, what is refused in words, and what they are filled with."""

import io
import json
from datetime import date
from zipfile import ZipFile

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.exports.fields import sample
from partywork.exports.forms.library import BY_CODE, FORMS
from partywork.exports.own import rendering
from partywork.exports.own.actions import Upload, checked, withdraw_template
from partywork.exports.own.checking import check_package
from partywork.exports.own.child import answer, fill
from partywork.exports.own.enums import FormCode
from partywork.exports.own.models import WordTemplate
from partywork.exports.own.queries import template_for
from partywork.exports.own.rendering import shape_of
from partywork.exports.own.sandbox import Refused, Sandbox
from partywork.exports.own.starter import starter
from partywork.orgs.enums import OrgKind
from partywork.word.template import Faces
from tests.exports.reading import lines, tables
from tests.factories.files import with_part
from tests.factories.files import xlsx as workbook
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.templates import TODAY, make_template

MINUTES = BY_CODE["minutes"]
SHAPE = shape_of(MINUTES.fields)
TEMPLATED = [kind for kind in FORMS if kind.takes_templates]


def written(*paragraphs: str, header: str = "") -> bytes:
    """A Word file with these paragraphs, as somebody would type them."""
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if header:
        word.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def refusals(text: str) -> list[str]:
    try:
        Sandbox(SHAPE).from_string(text)
    except Refused as refused:
        return [each.text for each in refused.problems]
    return []


def test_the_forms_that_take_templates_are_those_one_may_choose():
    assert [(kind.code, kind.title) for kind in TEMPLATED] == FormCode.choices


@pytest.mark.parametrize("kind", TEMPLATED, ids=lambda kind: kind.code)
def test_the_template_to_start_from_names_every_field_and_can_be_filled(kind):
    template = starter(kind, Faces())
    check_package(template)
    data = sample(kind.fields)
    filled = fill(template, shape_of(kind.fields), data)
    alone = [str(each.example) for each in kind.fields if not each.is_list]
    cells = [cell for row in tables(filled)[0] for cell in row]
    assert cells[1::2][: len(alone)] == alone
    for table, field in zip(tables(filled)[1:], [each for each in kind.fields if each.is_list], strict=True):
        row = [str(item.example) for item in field.items]
        assert table == [[item.name for item in field.items], row, row]


def test_a_template_of_one_s_own_says_what_is_on_record_and_escapes_it():
    template = written(
        "{{ 会议名称 }}：到会{{ 实到人数 }}人，议题{{ 议题|length }}个",
        "{% for 行 in 议题 %}{{ loop.index }}.{{ 行.内容 }}；{% endfor %}",
        "{% if 学时 %}学时{{ 学时 }}{% else %}没有学时{% endif %}{{ 备注|default('无') }}",
        header="{{ 党组织 }}",
    )
    data = sample(MINUTES.fields) | {"会议名称": "甲<b>&乙", "学时": ""}
    filled = fill(template, SHAPE, data)
    assert lines(filled) == ["甲<b>&乙：到会11人，议题2个", "1.学习党章；2.学习党章；", "没有学时"]
    assert docx.Document(io.BytesIO(filled)).sections[0].header.paragraphs[0].text == data["党组织"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 会议名称.__class__ }}",
        "{{ 会议名称['__class__'] }}",
        "{{ 会议名称|attr('__class__') }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum() }}",
        "{{ range(1000000000) }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ 会议名称|center(999999999) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as x %}",
        "{% extends 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{% set x = 1 %}",
        "{% for a in 议题 recursive %}{{ loop(议题) }}{% endfor %}",
        "{% for a in 议题 %}{% for b in 议题 %}{% for c in 议题 %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for loop in 议题 %}{{ loop.__class__ }}{% endfor %}",
        "{% for a in 议题 %}{{ loop.__class__ }}{{ a.__class__ }}{{ a.items }}{% endfor %}",
        "{% block b %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ 会议名称",
        "{% for a in 议题 %}",
        "{% foo %}",
    ],
)
def test_nothing_but_fields_rows_and_conditions_gets_in(text):
    assert refusals(text) != []


def test_what_is_wrong_is_said_in_words_with_what_was_meant():
    assert refusals("{{ 会议名 }}") == ["没有叫“会议名”的内容，是不是“会议名称”"]
    assert refusals("{{ 议题 }}") == ["“议题”是一张表，要用 for 一行一行写"]
    assert refusals("{% for 行 in 议题 %}{{ 行.内 }}{{ 行 }}{% endfor %}") == [
        "“行”这一行里没有“内”，是不是“内容”", "“行”是一行，要写明取哪一项，如 行.姓名",
    ]  # fmt: skip
    assert refusals("{% for 行 in 会议名称 %}{% endfor %}") == ["for 只能逐行取：议题"]
    assert refusals("{{ range(3) }}") == ["不能调用函数，只能写内容的名称"]


def test_a_good_file_passes_its_trial_in_a_process_of_its_own():
    """The one journey through the real child."""
    assert checked(MINUTES, Upload("会议 记录.docx", starter(MINUTES, Faces()))).name == "会议 记录.docx"


@pytest.fixture
def in_this_process(monkeypatch):
    """The same order and answer without the child: starting it takes a second."""
    monkeypatch.setattr(rendering, "_ask", lambda order, seconds: json.loads(json.dumps(answer(order))))


def test_a_trial_names_the_place_of_every_mistake(in_this_process):
    kind = MINUTES
    with pytest.raises(ValidationError) as refused:
        checked(kind, Upload("x.docx", written("主持人：{{ 主持 }}", "记录：{{ 记录 }}")))
    assert refused.value.message_dict == {
        "file": [
            "没有叫“主持”的内容，是不是“主持人”（在“主持人：{{ 主持 }}”这一段）",
            "没有叫“记录”的内容，是不是“记录人”（在“记录：{{ 记录 }}”这一段）",
        ]
    }


def test_a_template_that_takes_too_long_or_breaks_the_child_is_refused(monkeypatch):
    monkeypatch.setattr(rendering, "_BOOT", "raise SystemExit(3)")
    with pytest.raises(ValidationError, match="这个模板填不出来"):
        rendering.fill(b"", (), [{}])
    monkeypatch.setattr(rendering, "_BOOT", "import threading; threading.Event().wait()")  # ends with its caller only
    monkeypatch.setattr(rendering, "START_SECONDS", 0.0)
    monkeypatch.setattr(rendering, "SECONDS_EACH", 0.0)
    with pytest.raises(ValidationError, match="用时太久"):
        rendering.fill(b"", (), [{}])


def test_the_child_is_told_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///geheim")
    monkeypatch.setattr(
        rendering, "_BOOT", "import os, json; print(json.dumps({'problems': sorted(k for k in os.environ)}))"
    )
    with pytest.raises(ValidationError) as told:
        rendering.fill(b"", (), [{}])
    assert "DATABASE_URL" not in told.value.messages
    assert not [name for name in told.value.messages if name.startswith("PARTYWORK")]


GOOD = written("{{ 会议名称 }}")
EXTERNAL = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId9" Type="http://x/attachedTemplate" Target="http://x/a.dotm" TargetMode="External"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 broken", "文件已损坏"),
        (b"\xd0\xcf\x11\xe0 old", "旧版 .doc"),
        (b"plain text", "文件已损坏"),
        (workbook(), "不是 Word 文档"),
        (GOOD + b"x" * (2 * 1024 * 1024), "文件超过2MB"),
        (with_part(GOOD, "word/vbaProject.bin", b"x"), "含有宏"),
        (with_part(GOOD, "word/bomb.xml", b"0" * (31 * 1024 * 1024)), "展开后过大"),
        (with_part(GOOD, "word/x.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "文档类型声明"),
        (with_part(GOOD, "word/_rels/settings.xml.rels", EXTERNAL), "指向外部的链接"),
        (with_part(GOOD, "word/embeddings/a.bin", b"x"), "嵌入了别的文件"),
        (with_part(GOOD, "word/footer9.xml", b"<w:instrText>INCLUDETEXT c:/a</w:instrText>"), "取外部内容的域"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_file_is_looked_at_before_anything_opens_it(content, said):
    with pytest.raises(ValidationError, match=said):
        check_package(content)


@pytest.mark.django_db
class TestInUse:
    @pytest.fixture
    def root(self):
        return make_org(kind=OrgKind.COMMITTEE)

    @pytest.fixture
    def branch(self, root):
        return make_org(root)

    @pytest.fixture
    def secretary(self, branch, client):
        user = make_user(branch)
        client.force_login(user)
        return user

    def test_the_nearest_above_is_used_and_a_new_one_takes_the_place_of_the_former(self, root, branch, secretary):
        manager = make_user(root, Role.MANAGER)
        assert template_for(branch, "minutes", TODAY) is None
        above = make_template(root, manager)
        assert template_for(branch, "minutes", TODAY) == above
        own = make_template(branch, secretary)
        again = make_template(branch, secretary, key="t2")
        own.refresh_from_db()
        assert (own.withdrawn_on, template_for(branch, "minutes", TODAY)) == (TODAY, again)
        assert make_template(branch, secretary, key="t2") == again  # a double click
        assert template_for(branch, "visits", TODAY) is None
        assert template_for(make_org(), "minutes", TODAY) is None
        withdraw_template(template=again, by=secretary, today=TODAY)
        assert template_for(branch, "minutes", TODAY) == above
        with pytest.raises(ValidationError, match="已经撤下"):
            withdraw_template(template=again, by=secretary, today=TODAY)
        events = AuditEvent.objects.filter(action__startswith="wordtemplate").order_by("pk")
        assert list(events.values_list("action", flat=True)) == [*["wordtemplate.create"] * 3, "wordtemplate.withdraw"]

    def test_upload_through_the_page_and_use_for_one_meeting_and_for_several(
        self, branch, secretary, client, in_this_process
    ):
        file = SimpleUploadedFile("记录.docx", written("名称：{{ 会议名称 }}"))
        typed = {"org": branch.pk, "kind": "minutes", "file": file, "key": "k1"}
        assert client.post(reverse("exports:template_upload"), typed).url == reverse("exports:templates")
        first = make_meeting(branch, secretary, date(2026, 5, 4), title="甲会")
        make_meeting(branch, secretary, date(2026, 6, 4), title="乙会")
        one = client.get(reverse("exports:meeting_minutes", args=[first.pk]))
        assert lines(one.content) == ["名称：甲会"]
        asked = {"go": 1, "org": branch.pk, "first": "2026-01-01", "last": "2026-06-30"}
        several = client.get(reverse("exports:minutes"), asked)
        with ZipFile(io.BytesIO(several.content)) as archive:
            assert [lines(archive.read(name)) for name in archive.namelist()] == [["名称：甲会"], ["名称：乙会"]]
            assert archive.namelist()[0] == "001 2026年5月4日（周一）会议记录.docx"

    def test_a_mistake_is_shown_beside_the_file_and_nothing_is_kept(self, branch, secretary, client):
        file = SimpleUploadedFile("记录.txt", b"x")
        typed = {"org": branch.pk, "kind": "minutes", "file": file, "key": "k1"}
        refused = client.post(reverse("exports:template_upload"), typed)
        assert refused.status_code == 422
        assert refused.context["form"].errors == {"file": ["请上传 .docx 文件；旧版 .doc 请先另存为 .docx。"]}
        assert not WordTemplate.objects.exists()

    def test_what_a_superior_uploaded_can_be_seen_below_and_not_withdrawn(self, root, branch, secretary, client):
        above = make_template(root, make_user(root, Role.MANAGER))
        page = client.get(reverse("exports:template", args=[above.pk]))
        assert (page.status_code, page.context["withdraw_url"]) == (200, "")
        assert client.get(reverse("exports:template_withdraw", args=[above.pk])).status_code == 404
        assert client.post(reverse("exports:template_withdraw", args=[above.pk]), {"sure": 1}).status_code == 404
        assert client.get(reverse("exports:template_file", args=[above.pk])).content == bytes(above.content)
        shown = client.get(reverse("exports:minutes"))
        assert shown.context["template"]["by"] == root.short_name
        help_page = client.get(reverse("exports:template-minutes"))
        assert help_page.context["alone"][0]["token"] == "{{ 党组织 }}"
        assert client.get(reverse("exports:template-minutes"), {"file": 1}).content == starter(MINUTES, Faces())
