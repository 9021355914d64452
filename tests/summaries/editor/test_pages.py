"""The editor's pages, with and without JavaScript."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from partywork.access.permissions import Role
from summaries.editor.actions import set_paragraph
from summaries.reports.models import Paragraph, ParagraphState, Part, ReportState
from tests.factories.orgs import make_user
from tests.summaries.stored import paragraph

pytestmark = pytest.mark.django_db

IN_PLACE = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def lecture(report, manager):
    return paragraph(report, "done:党课")


def url(name: str, of: Paragraph) -> str:
    return reverse(f"summaries:{name}", args=[of.report_id, of.pk])


def test_a_paragraph_is_rewritten_on_its_page(report, lecture, client):
    page = client.get(url("paragraph", lecture))
    assert page.context["form"].initial["text"].count("{党课次数}") == 1
    refused = client.post(url("paragraph", lecture), {"text": "讲了{党课次}次。", "revision": 1})
    assert refused.status_code == 422
    [error] = refused.context["form"].errors["text"]
    assert error.startswith("没有叫“党课次”的指标。是不是：党课次数")
    saved = client.post(url("paragraph", lecture), {"text": "讲了{党课次数}次。", "revision": 1})
    report_url = reverse("summaries:report", args=[report.pk])
    assert saved.url == f"{report_url}#{lecture.anchor}"
    text = client.get(report_url).content.decode()
    assert f'id="{lecture.anchor}">' in text
    emptied = client.post(url("paragraph", lecture), {"text": "", "revision": 2, "from": "text"})
    assert emptied.url == reverse("summaries:text", args=[report.pk]) + f"#{lecture.anchor}"
    lecture.refresh_from_db()
    assert lecture.own_text is None


def test_texts_save_themselves_and_the_sitting_can_be_taken_back(lecture, client):
    given = {"text": "讲了", "revision": 1, "sitting": "s", "autosave": "1"}
    answer = client.post(url("paragraph", lecture), given)
    saved_at = localtime(lecture.versions.last().at)
    assert answer.json() == {"revision": 2, "said": f"已自动保存 {saved_at:%H:%M}"}
    unready = client.post(url("paragraph", lecture), {**given, "text": "讲了{", "revision": 2})
    assert (unready.status_code, unready.json()["said"].partition("：")[0]) == (422, "还没有保存")
    assert client.post(url("paragraph", lecture), {**given, "text": " ", "revision": 2}).status_code == 422
    lecture.refresh_from_db()
    assert lecture.own_text == "讲了"
    client.post(url("paragraph", lecture), {**given, "revision": 2, "withdraw": "1"})
    lecture.refresh_from_db()
    assert lecture.own_text is None
    client.post(url("paragraph", lecture), {**given, "sitting": "another", "withdraw": "1"})
    lecture.refresh_from_db()
    assert lecture.own_text is None


def test_the_second_writer_sees_both_texts_and_decides(office, lecture, client):
    other = make_user(office.root)
    set_paragraph(paragraph=lecture, text="讲了一课。", revision=1, by=other)
    told = client.post(url("paragraph", lecture), {"text": "讲了两课。", "revision": 1}, **IN_PLACE)
    assert (told.status_code, told["HX-Retarget"]) == (409, f"#place-{lecture.pk}")
    versus = told.context["versus"]
    assert versus["said"].startswith(f"{other.full_name}今天 ")
    assert [piece.text for piece in versus["theirs"] if piece.marked] == ["一"]
    assert "讲了<mark>两</mark>课。" in told.content.decode()
    form = told.context["form"]
    assert (form.initial["text"], form.initial["revision"]) == ("讲了两课。", 2)
    rows = client.get(url("earlier_texts", lecture)).context["texts"]
    assert [(row["text"], row["word"]) for row in rows][:2] == [
        ("讲了两课。", "同时修改，没有用上"),
        ("讲了一课。", "改写"),
    ]
    client.post(url("paragraph", lecture), {"text": "讲了两课。", "revision": 2})
    lecture.refresh_from_db()
    assert lecture.own_text == "讲了两课。"


def test_an_earlier_text_is_brought_back(lecture, manager, client):
    for number, text in enumerate(["甲。", "乙。"], 1):
        set_paragraph(paragraph=lecture, text=text, revision=number, by=manager)
    rows = client.get(url("earlier_texts", lecture)).context["texts"]
    assert [row["is_present"] for row in rows] == [True, False, False]
    client.post(url("earlier_texts", lecture), {"version": rows[1]["pk"], "revision": 3})
    lecture.refresh_from_db()
    assert lecture.own_text == "甲。"
    assert client.post(url("earlier_texts", lecture), {"version": 0, "revision": 4}).status_code == 404
    assert client.post(url("earlier_texts", lecture), {"version": "x"}).status_code == 404


def test_candidates_are_decided(report, manager, client):
    candidate = paragraph(report, "finding:committee_monthly")
    report_url = reverse("summaries:report", args=[report.pk])
    shown = next(each for each in client.get(report_url).context["candidates"] if each["key"] == candidate.pk)
    assert shown["text_with_figure"] == "2个支部中有1个没有做到每月召开支委会"
    assert [link["label"] for link in shown["evidence"]] == ["每月召开支委会的支部数"]
    assert shown["note"] == "涉及：青禾第二社区党支部"
    client.post(url("paragraph_step", candidate), {"do": "figure"})
    candidate.refresh_from_db()
    assert (candidate.state, candidate.with_figure) == (ParagraphState.ACCEPTED, True)
    assert client.post(url("paragraph_step", candidate), {"do": "other"}).status_code == 404
    accept_url = reverse("summaries:accept_rest", args=[report.pk])
    assert client.post(accept_url, {"part": "done"}).status_code == 404
    client.post(accept_url, {"part": "problem"})
    assert client.get(report_url).context["undecided"]["problem"] == 0
    answer = paragraph(report, "plan:answer:committee_monthly")
    page = client.post(url("paragraph_step", answer), {"do": "figure"}, follow=True)
    assert [str(each) for each in page.context["messages"]] == ["这一条没有带数字的写法。"]


def test_an_own_paragraph_is_added_behind_another(report, lecture, client):
    add_url = reverse("summaries:new_paragraph", args=[report.pk])
    assert client.get(f"{add_url}?after={lecture.pk}").status_code == 200
    assert client.post(f"{add_url}?after={lecture.pk}", {"text": " ", "key": uuid4()}).status_code == 422
    twice = {"text": "另讲一课。", "key": uuid4()}
    for _ in range(2):
        client.post(f"{add_url}?after={lecture.pk}", twice)
    client.post(add_url, {"text": "阵地偏小。", "section": "problem", "key": uuid4()})
    own = report.paragraphs.filter(source_key__startswith=Paragraph.OWN).values_list("section", "own_text")
    assert list(own) == [("done", "另讲一课。"), ("problem", "阵地偏小。")]
    words = {
        each["place"]: each["word"] for each in client.get(reverse("summaries:text", args=[report.pk])).context["rows"]
    }
    assert "自己写的" in words.values()
    assert client.get(f"{add_url}?after={lecture.pk + 10_000}").status_code == 404


def test_headings_are_changed_on_one_page(report, manager, client):
    headings_url = reverse("summaries:headings", args=[report.pk])
    form = client.get(headings_url).context["form"]
    given = {name: field.initial for name, field in form.fields.items()}
    heading = report.paragraphs.filter(section=Part.PLAN).exclude(heading="").first().heading
    name = f"plan:{heading}"
    assert given[name] == heading
    refused = client.post(headings_url, given | {name: "开会{支委会次数}次"})
    assert refused.context["form"].errors == {name: ["小标题里不能有数字指标。"]}
    client.post(headings_url, given | {name: "补短板"})
    assert [(each.section, each.heading, each.text) for each in report.own_headings.all()] == [
        ("plan", heading, "补短板")
    ]
    page = client.get(reverse("summaries:report", args=[report.pk])).content.decode()
    assert "补短板</h3>" in page
    assert f"{headings_url}#id_{name}" in page


def test_when_one_heading_is_refused_none_is_changed(report, manager, client):
    headings_url = reverse("summaries:headings", args=[report.pk])
    given = {name: field.initial for name, field in client.get(headings_url).context["form"].fields.items()}
    good, *_, bad = given
    answer = client.post(headings_url, given | {good: "补短板", bad: "开会{支委会次数}次"})
    assert answer.context["form"].errors == {bad: ["小标题里不能有数字指标。"]}
    assert not report.own_headings.exists()


def test_a_report_on_its_way_is_read_only(report, lecture, client):
    report.state = ReportState.REVIEWING
    report.save()
    page = client.get(reverse("summaries:report", args=[report.pk])).content.decode()
    assert "slot-tools" not in page
    assert client.get(url("paragraph", lecture)).content.decode().count("<textarea") == 0
    client.post(url("paragraph_step", lecture), {"do": "drop"})
    assert client.post(url("paragraph", lecture), {"text": "甲。", "revision": 1}).status_code == 422
    lecture.refresh_from_db()
    assert (lecture.state, lecture.own_text) == (ParagraphState.GENERATED, None)


def test_the_list_of_paragraphs_asks_the_same_number_of_queries(report, manager, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as first:
        client.get(reverse("summaries:text", args=[report.pk]))
    asked = len(first.captured_queries)
    for number in range(3):
        client.post(
            reverse("summaries:new_paragraph", args=[report.pk]),
            {"text": f"第{number}段。", "section": "problem", "key": uuid4()},
        )
    with django_assert_max_num_queries(asked):
        client.get(reverse("summaries:text", args=[report.pk]))


def test_a_reader_edits_nothing(office, lecture, client):
    client.force_login(make_user(office.root, Role.READER))
    for name in ("paragraph", "earlier_texts"):
        assert client.get(url(name, lecture)).status_code == 403
