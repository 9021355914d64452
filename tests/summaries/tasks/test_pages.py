"""Asking and confirming in the browser, from the superior's question to the branch's answer and back."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from openpyxl import load_workbook

from partywork.accounts.gate import Gate
from partywork.meetings.enums import MeetingKind
from partywork.reminders.waiting import waiting_for
from summaries.tasks.models import Highlight, SummaryTask
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_user
from tests.factories.tasks import TODAY, answer, seen

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 11)


@pytest.fixture(autouse=True)
def first_of_july(monkeypatch):
    """The day on which every page of this file is opened."""
    clock = SimpleNamespace(localdate=lambda: TODAY, now=timezone.now)
    monkeypatch.setattr("partywork.accounts.middleware.timezone", clock)


def at(name: str, *args) -> str:
    return reverse(f"summaries:{name}", args=args)


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def filled(reply, *rows, **more) -> dict:
    """The form of the answer; each row is one highlight."""
    form = {"seen": seen(reply), "version": reply.version, "remark": ""} | more
    form |= {"highlights-TOTAL_FORMS": "3", "highlights-INITIAL_FORMS": "3"}
    for number, row in enumerate(rows):
        form |= {f"highlights-{number}-{name}": value for name, value in row.items()}
    return form


@pytest.fixture
def asked(office, reply):
    """The same with one record that carries the mark and one that does not."""
    make_meeting(office.steady, office.by, JUNE, MeetingKind.THEME_DAY, title="主题党日：楼道议事", highlight=True)
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE, title="例会")
    return reply


def test_the_digest_counts_what_is_to_be_confirmed_and_who_has_not_answered(world, office, reply):
    day = reply.task.due_on
    told = [
        [(each.text, each.count, resolve(each.url).url_name) for each in waiting_for(Gate(user, day))]
        for user in (world.secretary, world.manager)
    ]
    assert told == [[("请您确认的数字", 1, "replies")], [("下级还没有确认数字的单位", 2, "tasks")]]


def test_a_branch_is_reminded_confirms_and_is_reminded_no_more(world, office, asked, client):
    client.force_login(world.secretary)
    assert "去确认" in client.get(reverse("home")).content.decode()
    assert asked.org.short_name not in client.get(at("tasks")).content.decode()
    page = client.get(at("reply", asked.pk))
    rows = [form.initial for form in page.context["formset"].forms]
    record = f"meetings-{asked.org.meeting_set.get(highlight=True).pk}"
    assert rows == [{"takes": False, "record": record, "title": "楼道议事", "theme": "三会一课"}, {}, {}]
    shown = {card["label"]: card for card in page.context["cards"]}
    assert shown["支委会次数"]["value"] == "7"
    assert client.get(shown["支委会次数"]["url"]).context["count_text"] == "共 7 条"
    taken = {"takes": "on", "record": record, "title": "", "theme": "三会一课", "text": "议事{支委会次数}次"}
    page = client.post(at("reply", asked.pk), filled(asked, taken), follow=True)
    assert said(page) == ["已确认数字，报送亮点1个。"]
    highlight = Highlight.objects.get()
    assert (highlight.title, highlight.text) == ("楼道议事", "议事{meeting.committee.count}次")
    assert f"{highlight.record_kind}-{highlight.record_pk}" == record
    assert "去确认" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"takes": "on"}, "请写亮点的名称，或选一条记录。"),
        ({"title": "议事", "text": "议事{支委会次数}次"}, "写了内容但没有勾选"),
        ({"takes": "on", "title": "议事", "text": "{支委会次}"}, "支委会次数"),
    ],
)
def test_a_slip_keeps_what_was_typed(world, asked, client, row, words):
    client.force_login(world.secretary)
    page = client.post(at("reply", asked.pk), filled(asked, row, remark="已核对"))
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert page.context["form"]["remark"].value() == "已核对"
    assert asked.steps.count() == 0


def test_figures_that_moved_are_shown_anew_and_confirmed_at_the_second_click(world, office, asked, client):
    client.force_login(world.secretary)
    old = filled(asked)
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE)
    page = client.post(at("reply", asked.pk), old)
    assert (page.status_code, "有数字变了" in page.content.decode()) == (422, True)
    now = page.context["form"]["seen"].value()
    assert now == seen(asked)
    page = client.post(at("reply", asked.pk), old | {"seen": now}, follow=True)
    assert said(page) == ["已确认数字。"]


def test_the_superior_sees_what_changed_and_sends_back(world, office, task, asked, client):
    answer(asked, world.secretary)
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE)
    client.force_login(world.manager)
    page = client.get(at("task", task.pk))
    lines = {row["line"].reply.org_id: row["line"] for row in page.context["lines"]}
    assert [each.name for each in lines[office.steady.pk].changed][:2] == ["支委会次数", "组织生活应到人次"]
    assert page.context["summary"] == "请了2个单位，1个已确认，1个待确认，1个确认以后有数字变化。"
    assert client.post(at("reply", asked.pk), filled(asked)).status_code == 403
    page = client.post(
        at("reply_return", asked.pk), {"remark": "支委会次数请核对", "version": asked.version}, follow=True
    )
    assert said(page) == [f"已退回{asked.org.short_name}。"]
    client.force_login(world.secretary)
    page = client.get(at("reply", asked.pk))
    assert (page.context["returned"].remark, page.context["word"]) == ("支委会次数请核对", "已退回")


def test_a_unit_without_people_is_confirmed_for_on_its_behalf(world, office, task, client):
    reply = task.replies.select_related("task__org", "org").get(org=office.lagging)
    client.force_login(world.manager)
    client.post(at("reply", reply.pk), filled(reply))
    assert reply.steps.get().on_behalf is True
    assert "代为确认" in client.get(at("reply", reply.pk)).content.decode()


def test_nobody_sees_a_siblings_answer(world, office, reply, client):
    client.force_login(make_user(office.lagging))
    assert client.get(at("reply", reply.pk)).status_code == 404
    assert client.post(at("reply", reply.pk), filled(reply)).status_code == 404


@pytest.mark.parametrize(("whom", "asked"), [("branches", 2), ("all", 2), ("chosen", 1)])
def test_asking(world, office, client, whom, asked):
    client.force_login(world.manager)
    form = {"key": "k", "version": 0, "org": office.root.pk, "period_code": "2026H1", "data_date": "2026-06-30"}
    form |= {"due_on": "2099-01-01", "text": "", "whom": whom, "units": [office.lagging.pk]}
    page = client.post(at("task_create"), form, follow=True)
    assert said(page) == ["已发出“2026年上半年数字确认”，下级首页上会有提醒。"]
    assert SummaryTask.objects.get(key="k").replies.count() == asked
    nobody = client.post(at("task_create"), form | {"key": "n", "whom": "chosen", "units": []})
    assert (nobody.status_code, "没有可以请的单位" in nobody.content.decode()) == (422, True)


def test_the_confirmed_figures_side_by_side_as_a_sheet(world, office, task, reply, client):
    answer(reply, world.secretary)
    client.force_login(world.manager)
    found = client.get(at("task", task.pk)).context["comparison"]
    sheet = load_workbook(BytesIO(client.get(at("task", task.pk), {"export": "xlsx"}).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if row[0] == "编码")
    assert head[2:] == [f"{each.name}（{each.unit}）" for each in found.columns]
    [line] = [row for row in rows if row[0] == office.steady.code]
    assert line[2:] == [float(each.number) if "." in each.number else int(each.number) for each in found.rows[0].cells]


def test_taken_back_it_is_gone_from_the_branch(world, task, reply, client):
    client.force_login(world.manager)
    refused = client.post(at("task_withdraw", task.pk), {})
    assert (refused.status_code, SummaryTask.objects.get(pk=task.pk).is_withdrawn) == (422, False)
    client.post(at("task_withdraw", task.pk), {"sure": "on"})
    client.force_login(world.secretary)
    assert client.get(at("replies")).context["count_text"] == "共 0 条"
    assert client.post(at("reply", reply.pk), filled(reply)).status_code == 422
