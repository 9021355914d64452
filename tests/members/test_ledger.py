"""The roster as a workbook: out, in again, and what an import refuses."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.members.enums import Flag, Stage
from partywork.members.ledger import LEDGER, take
from partywork.members.models import Member, Standing
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.members import id_number, make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 1)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def taken(branch, by, **cells):
    row = {"姓名": "周某", "人员类别": "正式党员", "性别": "女", "编号": "1", "党组织": branch.code, **cells}
    values, errors = LEDGER.read_row(row)
    assert errors == {}
    del values["org"]
    return take(values, org=branch, by=by, today=TODAY)


def exported(client, **query) -> list[dict[str, object]]:
    response = client.get(reverse("members:list"), {"export": "xlsx", **query})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    at = next(number for number, row in enumerate(rows) if "姓名" in row)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def test_a_row_without_a_first_day_counts_from_its_dates_or_the_founding(branch, by):
    old = taken(branch, by, 入党日期="2010-07-01", 转正日期="2011-07-01")
    new = taken(branch, by, 编号="2", 人员类别="预备党员", 入党日期=date(2026, 5, 20))
    bare = taken(branch, by, 编号="3", 人员类别="入党申请人")
    spans = [[(s.stage, s.since) for s in member.standings.order_by("since")] for member in (old, new, bare)]
    assert spans == [
        [("full", date(2020, 1, 1))],
        [("probationary", date(2026, 5, 20))],
        [("applicant", date(2020, 1, 1))],
    ]


def test_groups_and_circumstances_come_along(branch, by):
    group = PartyGroup.objects.create(org=branch, name="第一小组", since=date(2020, 1, 1))
    member = taken(
        branch, by, 党小组="第一小组", 现有情况="流动党员、生活困难", 情况起始日期="2026-02-01", 情况说明="外省"
    )
    assert member.standings.get().group == group
    assert sorted(member.flags.values_list("flag", "since")) == [
        ("floating", date(2026, 2, 1)), ("hardship", date(2026, 2, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"党小组": "没有的小组"}, "group"),
        ({"现有情况": "失联"}, "flag_since"),
        ({"现有情况": "流动党员", "情况起始日期": "2026-02-01"}, "flag_note"),
        ({"现有情况": "失联", "情况起始日期": "2019-01-01"}, "flag_since"),
        ({"公民身份号码": "123"}, "id_number"),
        ({"入党日期": "2025-07-01"}, "full_on"),
    ],
)
def test_a_refusal_names_its_column(branch, by, cells, column):
    with pytest.raises(ValidationError) as caught:
        taken(branch, by, 自何日起="2020-01-01", **cells)
    assert set(caught.value.message_dict) == {column}
    assert column in {each.key for each in LEDGER.import_columns}


def test_the_same_row_twice_is_one_person(branch, by):
    assert taken(branch, by) == taken(branch, by)
    assert (Member.objects.count(), Standing.objects.count()) == (1, 1)


def test_what_is_exported_can_be_imported_again(branch, by, client):
    client.force_login(by)
    member = make_member(
        branch, by, name="周某", gender="", id_number=id_number(), phone="13800000000", key="甲-1",
        since=date(2021, 1, 1), admitted_on=date(2010, 7, 1), full_on=date(2011, 7, 1), occupation="会计",
    )  # fmt: skip
    make_flag(member, by, Flag.VETERAN, date(2026, 1, 1))
    (row,) = exported(client)
    assert (row["公民身份号码"], row["手机号码"], row["编号"]) == (id_number(), "13800000000", "甲-1")
    Standing.objects.all().delete()
    member.flags.all().delete()
    member.delete()
    values, errors = LEDGER.read_row(row)
    assert errors == {}
    del values["org"]
    again = take(values, org=branch, by=by, today=TODAY)
    (second,) = exported(client)
    assert (again.id_number, second) == (id_number(), row)


def test_the_roster_of_a_past_day_is_exported_as_it_was(branch, by, client):
    client.force_login(by)
    make_member(
        branch, by, name="周某", since=date(2025, 5, 20), admitted_on=date(2025, 5, 20), full_on=date(2026, 5, 20)
    )
    make_member(branch, by, name="吴某", stage=Stage.ACTIVIST)
    days = [exported(client, as_of=day) for day in ("2025-05-19", "2026-05-19", "2026-05-20")]
    assert [[(row["姓名"], row["人员类别"]) for row in rows] for rows in days] == [
        [], [("周某", "预备党员")], [("周某", "正式党员")],
    ]  # fmt: skip


def test_taking_numbers_out_is_logged(branch, by, client):
    make_member(branch, by)
    client.force_login(by)
    exported(client)
    summary = "导出党员花名册（含个人信息），1条"
    assert list(AuditEvent.objects.filter(action="file.export").values_list("summary", flat=True)) == [summary]
    client.force_login(make_user(branch, Role.READER))
    assert client.get(reverse("members:list"), {"export": "xlsx"}).status_code == 403
