"""Taking back what knows no cancelled state: removed while nothing stands on it, with its content kept on record."""

import json
from datetime import date

import pytest

from partywork.access.permissions import Role
from partywork.audit import chain
from partywork.audit.models import AuditEvent
from partywork.declared.models import UnitStart
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.imports.enums import State
from partywork.imports.undoing import hindrances
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation, PartyGroup, Placement, Profile
from partywork.plans.models import Indicator
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill
from tests.imports.steps import opened, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart")]
REASON = {"reason": "选错了文件"}


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def manager(root, client):
    user = make_user(root, Role.MANAGER)
    client.force_login(user)
    return user


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def imported(client, **sheets):
    batch = opened(client, fill(**sheets).getvalue())
    send(client, batch, "commit")
    assert batch.state == State.DONE
    return batch


def organisation_row(root, code: str) -> dict[str, object]:
    return {
        "简称": f"第{code}党支部", "编码": code, "全称": f"中共青禾第{code}党支部", "组织类别": "党支部",
        "上级党组织": root.code, "成立日期": "2020-07-01", "领域": "社区", "党小组": "第一党小组",
    }  # fmt: skip


def everything() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Organisation, Placement, Profile, PartyGroup))


def test_organisations_go_again_with_what_was_written_with_them(root, manager, client):
    before = everything()
    batch = imported(client, 党组织=[organisation_row(root, "701"), organisation_row(root, "702")])
    assert everything() != before
    send(client, batch, "undo", REASON)
    assert (batch.state, everything()) == (State.UNDONE, before)
    said = AuditEvent.objects.filter(action="organisation.remove").order_by("sequence")
    assert [json.loads(event.detail)["changes"]["code"] for event in said] == [["702", None], ["701", None]]
    assert chain.verify().is_whole
    imported(client, 党组织=[organisation_row(root, "701")])


def test_an_organisation_that_has_records_stays(root, manager, client):
    batch = imported(client, 党组织=[organisation_row(root, "701")])
    make_meeting(Organisation.objects.get(code="701"), manager, date(2026, 5, 18))
    assert [each.why for each in hindrances(batch)] == ["已有关联的会议活动"]
    page = send(client, batch, "undo", REASON).content.decode()
    assert (batch.state, Organisation.objects.filter(code="701").count()) == (State.DONE, 1)
    assert "已有关联的会议活动" in page


def test_dues_go_again_and_nobodys_income_is_on_record(branch, secretary, client):
    member = make_member(branch, secretary)
    who = {"党组织": branch.code, "姓名": member.name, "党员编号": member.key}
    batch = imported(
        client,
        党费标准=[who | {"年度": 2026, "计算依据": "在职月薪", "计算基数": 5432.1}],
        党费=[who | {"月份": "2026-05", "应缴": 27.16, "实缴": 27.16, "缴纳日期": "2026-05-20"}],
    )
    assert (DuesStandard.objects.count(), DuesMonth.objects.count()) == (1, 1)
    send(client, batch, "undo", REASON)
    assert (batch.state, DuesStandard.objects.count(), DuesMonth.objects.count()) == (State.UNDONE, 0, 0)
    assert not AuditEvent.objects.filter(detail__contains="543210").exists()


def test_starts_and_indicators_go_again(root, branch, manager, client):
    batch = imported(client, 启用登记=[{"党组织": branch.code, "启用日期": "2026-03-10", "编号": "1"}])
    other = imported(
        client, 指标=[{"党组织": root.code, "指标名称": "集体经济收入", "启用日期": "2026-01-01", "编号": "1"}]
    )
    assert (UnitStart.objects.count(), Indicator.objects.count()) == (1, 1)
    for each in (batch, other):
        send(client, each, "undo", REASON)
    assert (UnitStart.objects.count(), Indicator.objects.count()) == (0, 0)
