"""What is held about one person: complete by the models, within the scope, marked and on record."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.members.models import Member
from partywork.members.movements import transfer_within
from partywork.orgs.enums import OrgKind
from partywork.privacy.held import NOT_TOLD, related_models
from tests.exports.test_copy import fill
from tests.exports.test_watermarks import marks_of_workbook
from tests.factories.dues import make_month, make_standard
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
NUMBER, PHONE = id_number("19850302"), "13900000001"
NOW = datetime(2026, 5, 21, 6, 30, tzinfo=UTC)


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    secretary = make_user(branch)
    member = make_member(branch, secretary, name="周某", id_number=NUMBER, phone=PHONE, remark="独居")
    make_standard(member, secretary, base_fen=654_321)
    make_month(member, secretary, 202605, paid_on=date(2026, 5, 8))
    fill(branch, secretary, "旁人")
    return root, branch, secretary, member


def take(client, member):
    with time_machine.travel(NOW, tick=False):
        return client.post(reverse("privacy:held", args=[member.pk]), {"asker": "self", "asked_on": "2026-05-20"})


def cells(content: bytes) -> dict[str, list[list[str]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def test_every_model_that_points_to_a_person_is_told_of_or_says_why_not():
    pointing = {
        model
        for model in apps.get_models()
        if any(field.related_model is Member for field in model._meta.fields) and model is not Member
    }
    assert pointing - related_models() == set(NOT_TOLD)
    assert len(pointing) >= 10


def test_the_file_holds_all_of_the_person_and_nothing_of_others(office, client):
    _, _, secretary, member = office
    client.force_login(secretary)
    answer = take(client, member)
    sheets = cells(answer.content)
    text = "\n".join(cell for rows in sheets.values() for row in rows for cell in row)
    assert {"党员", "组织关系", "党费标准", "操作记录"} <= set(sheets)
    assert all(each in text for each in (NUMBER, PHONE, "独居", "6543.21", "2026-05-08", "2026年5月"))
    assert "旁人" not in text
    assert marks_of_workbook(answer.content) == {f"内部资料 {secretary.full_name} 2026-05-21 14:30 导出"}
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.subject_id) == ("privacy.copy", member.pk)
    assert event.summary == "导出周某的个人信息副本（本人，2026-05-20提出）"
    assert NUMBER not in event.summary + event.detail


def test_the_page_hides_what_is_sealed_and_leads_to_where_it_is_put_right(office, client):
    _, _, secretary, member = office
    client.force_login(secretary)
    page = client.get(reverse("privacy:held", args=[member.pk])).content.decode()
    assert NUMBER not in page
    assert PHONE not in page
    assert reverse("members:correct", args=[member.standings.get().pk]) in page
    assert reverse("dues_standards:detail", args=[member.dues_standards.get().pk]) in page
    assert "<title>本人信息" in page
    assert (
        reverse("privacy:held", args=[member.pk])
        in client.get(reverse("members:detail", args=[member.pk])).content.decode()
    )


def test_incomes_are_for_the_branch_alone(office, client):
    root, _, _, member = office
    client.force_login(make_user(root, Role.MANAGER))
    sheets = cells(take(client, member).content)
    assert NUMBER in str(sheets["党员"])
    assert "6543.21" not in str(sheets)


def test_what_another_branch_keeps_is_counted_not_shown(office, client):
    root, _, secretary, member = office
    other = make_org(root)
    transfer_within(
        member=member, org=other, group=None, on=date(2026, 6, 1), note="", version=member.version,
        by=make_user(root, Role.MANAGER), today=date(2026, 6, 2),
    )  # fmt: skip
    member.refresh_from_db()
    client.force_login(secretary)
    assert client.get(reverse("privacy:held", args=[member.pk])).status_code == 404
    client.force_login(make_user(other))
    page = client.get(reverse("privacy:held", args=[member.pk])).content.decode()
    assert "另有1条由别的党组织保管" in page
    assert "2026-05-08" not in page


def test_a_day_to_come_is_refused_and_nothing_leaves(office, client):
    _, _, secretary, member = office
    client.force_login(secretary)
    with time_machine.travel(NOW, tick=False):
        url = reverse("privacy:held", args=[member.pk])
        answer = client.post(url, {"asker": "self", "asked_on": "2026-05-22"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "text/html; charset=utf-8")
    assert not AuditEvent.objects.filter(action="privacy.copy").exists()
