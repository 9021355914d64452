"""Where forms are asked for, what is refused, and that each that leaves is on record."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.entries.actions import cancel_entry
from partywork.exports.forms.library import FORMS
from partywork.orgs.enums import OrgKind
from tests.exports.reading import lines, tables
from tests.factories.meetings import make_meeting
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 7, 1, 2, 0, tzinfo=UTC), tick=False):  # ten in the morning in Shanghai
        yield


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE), name="柳荫支部", code="LY")


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def last_event() -> str:
    event = AuditEvent.objects.filter(action="form.export").last()
    return event.summary if event else ""


def test_the_page_lists_every_form_and_carries_a_unit_on(branch, secretary, client):
    shown = client.get(reverse("exports:forms"), {"org": branch.pk}).context["forms"]
    assert [each["title"] for each in shown] == [kind.title for kind in FORMS]
    assert shown[0]["url"] == f"{reverse('exports:minutes')}?org={branch.pk}"
    form = client.get(shown[0]["url"]).context["form"]
    assert [form[name].value() for name in form.fields] == [
        str(branch.pk),
        *[form[n].initial for n in ("first", "last")],
    ]


def test_buttons_stand_where_the_records_are_looked_at(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 5, 4))
    visit = make_visit(branch, secretary, date(2026, 5, 5))

    def labels(name, *args):
        return [
            each["label"] for each in client.get(reverse(name, args=args)).context["more"] if "Word" in each["label"]
        ]

    assert labels("meetings:detail", meeting.pk) == ["会议记录（Word）", "签到表（Word）"]
    assert labels("visits:detail", visit.pk) == ["走访记录（Word）"]
    assert labels("orgs:detail", branch.pk) == ["表册（Word）"]
    expected = {
        "meetings:list": "会议记录（Word）", "members:list": "党员花名册（Word）", "visits:list": "走访记录（Word）",
        "rectification:list": "整改台账（Word）", "development:list": "发展党员名册（Word）",
        "dues:list": "党费收缴表（按月）（Word）", "dues:sheet": "党费收缴表（全年）（Word）",
    }  # fmt: skip
    assert {name: labels(name) for name in expected} == {name: [label] for name, label in expected.items()}
    client.force_login(make_user(branch, Role.READER))
    assert labels("meetings:detail", meeting.pk) == []
    assert labels("members:list") == []


def test_the_form_of_a_record_is_put_on_record_and_a_cancelled_one_has_none(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 5, 4))
    answer = client.get(reverse("exports:meeting_minutes", args=[meeting.pk]))
    assert lines(answer.content)[0] == "会议记录"
    assert last_event() == "导出柳荫支部的会议记录（含个人信息）"
    cancel_entry(entry=meeting, version=meeting.version, reason="重复", by=secretary)
    assert client.get(reverse("exports:meeting_minutes", args=[meeting.pk])).status_code == 404


def test_what_is_personal_comes_only_when_asked_for_by_who_may_see_it(branch, secretary, client):
    number = id_number("19850302")
    make_member(branch, secretary, id_number=number)
    asked = {"go": 1, "org": branch.pk, "on": TODAY.isoformat()}
    plain = client.get(reverse("exports:roster"), asked)
    assert "公民身份号码" not in tables(plain.content)[0][0]
    assert last_event() == "导出柳荫支部的党员花名册"
    full = client.get(reverse("exports:roster"), asked | {"personal": "on"})
    assert number in tables(full.content)[0][1]
    assert last_event() == "导出柳荫支部的党员花名册（含公民身份号码、手机号码和现居住地）"
    year = {"go": 1, "org": branch.pk, "year": TODAY.year, "with_base": "on"}
    assert "基数" in tables(client.get(reverse("exports:dues-year"), year).content)[0][0]
    root = branch.placements.get().parent
    client.force_login(make_user(root, Role.MANAGER))  # who may not read incomes is not asked, and asking does not help
    assert "with_base" not in client.get(reverse("exports:dues-year")).context["form"].fields
    assert "基数" not in tables(client.get(reverse("exports:dues-year"), year).content)[0][0]


@pytest.mark.parametrize(
    ("form", "typed", "field", "said"),
    [
        ("roster", {"on": "2999-01-01"}, "on", "日期不能晚于今天，还没有那天的记录。"),
        ("sign-in", {"on": "2999-01-01"}, "on", "日期太靠后了。"),
        (
            "minutes",
            {"first": "2026-05-01", "last": "2026-04-01"},
            "last",
            "结束日期不能早于开始日期，一次最多选一年。",
        ),
        ("minutes", {"first": "9999-06-01", "last": "9999-12-31"}, "__all__", "这段时间没有登记过会议，没有生成文件。"),
        ("minutes", {"first": "2020-05-01", "last": "2020-06-01"}, "__all__", "这段时间没有登记过会议，没有生成文件。"),
        ("dues-month", {"month": "2026-13"}, "month", "月份请写成 2026-05 的样子。"),
        ("dues-month", {"month": "1999-01"}, "month", "请选择有党费记录的月份。"),
        ("roster", {"on": "2019-12-31"}, "org", "柳荫支部2020年1月1日才成立，那时还没有记录。"),
        ("dues-month", {"month": "2019-12"}, "org", "柳荫支部2020年1月1日才成立，那时还没有记录。"),
        ("handbook", {"year": "2019"}, "org", "柳荫支部2020年1月1日才成立，那时还没有记录。"),
        ("handbook", {"year": "1990"}, "year", f"年度请填2008至{TODAY.year}。"),
    ],
)
def test_what_cannot_be_made_is_said_beside_the_field_and_nothing_is_lost(
    form, typed, field, said, branch, secretary, client
):
    answer = client.get(reverse(f"exports:{form}"), {"go": 1, "org": branch.pk, **typed})
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [said]})
    assert {name: answer.context["form"][name].value() for name in typed} == typed
    assert last_event() == ""


def test_another_unit_s_forms_stay_closed(branch, secretary, client):
    other = make_org()
    answer = client.get(reverse("exports:roster"), {"go": 1, "org": other.pk, "on": "2026-01-01"})
    assert answer.context["form"].errors == {"org": ["请选择您可以导出的党组织。"]}
    client.force_login(make_user(branch, Role.READER))
    assert client.get(reverse("exports:roster")).status_code == 403


def test_the_handbook_comes_as_one_file(branch, secretary, client):
    answer = client.get(reverse("exports:handbook"), {"go": 1, "org": branch.pk, "year": TODAY.year})
    assert lines(answer.content)[:2] == ["党支部工作手册", "中共柳荫支部"]
    assert last_event() == "导出柳荫支部的党支部工作手册（含个人信息）"
