"""Whose drafts and answers a superior sees: those of units that have nobody, and never of one that went elsewhere."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.accounts.gate import Gate
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from summaries.facts import Facts
from summaries.lifecycle.visibility import own_reports
from summaries.reports.models import Report
from summaries.rollup import RollUp
from summaries.tasks.actions import Offer
from tests.factories.lifecycle import step
from tests.factories.orgs import make_org, make_user
from tests.factories.summaries import TODAY, make_report
from tests.factories.tasks import answer, make_task
from tests.summaries.office import order

pytestmark = pytest.mark.django_db


def order_of(org) -> dict[str, object]:
    return {"org": org.pk, "period": "2026H1", "data_date": "2026-06-30", "outline": "standard", "title": ""}


def test_a_superior_writes_on_behalf_until_the_unit_has_its_own_people(office, staff):
    report = make_report(office.lagging, staff.manager)
    gate = Gate(staff.manager, TODAY)
    assert list(own_reports(gate)) == [report]
    make_user(office.lagging, Role.READER)
    assert list(own_reports(gate)) == [report]
    secretary = make_user(office.lagging)
    assert list(own_reports(gate)) == []
    assert list(own_reports(Gate(secretary, TODAY))) == [report]


def test_a_superior_orders_no_report_for_a_unit_that_writes_itself(office, staff, client):
    before = Report.objects.count()
    client.force_login(staff.manager)
    page = client.post(reverse("summaries:create"), order_of(office.steady))
    assert (page.status_code, list(page.context["form"].errors), Report.objects.count()) == (422, ["org"], before)


def test_what_a_unit_answered_goes_with_it_to_another_superior(office, staff, client):
    reply = make_task(office.root, staff.manager, office.steady).replies.get()
    answer(reply, staff.secretary, Offer("楼道议事"))
    elsewhere = make_org(kind=OrgKind.WORKING_COMMITTEE)
    move_organisation(org=office.steady, parent=elsewhere, on=date(2026, 6, 29), by=None)
    client.force_login(staff.manager)
    assert [client.get(reverse(f"summaries:{name}", args=[reply.pk])).status_code for name in REPLY_PAGES] == [404, 404]
    [line] = client.get(reverse("summaries:task", args=[reply.task_id])).context["lines"]
    assert (line["url"], line["line"].changed, line["line"].word) == ("", (), "已确认")
    assert RollUp(Facts(order(office.root))).highlights() == []


REPLY_PAGES = ("reply", "reply_return")


def test_what_a_closed_report_refuses_is_said_and_no_fault(staff, signing, client):
    client.force_login(staff.secretary)
    for name in ("recompile", "adopt"):
        page = client.post(reverse(f"summaries:{name}", args=[signing.pk]), follow=True)
        assert [str(each) for each in page.context["messages"]] == [
            "这份总结待签发，不能再改。要修改，请先撤回、退回或重新拟稿。"
        ]


def test_numbers_nobody_can_have_and_days_before_the_period_are_refused_in_words(office, staff, signing, client):
    client.force_login(staff.secretary)
    new = client.get(reverse("summaries:new_paragraph", args=[signing.pk]), {"after": "9" * 5000})
    assert new.status_code == 200
    confirmed = client.post(reverse("summaries:formulations_confirm"), {"pk": ["²", "9" * 30]})
    assert confirmed.status_code == 302
    early = client.post(reverse("summaries:create"), order_of(office.steady) | {"data_date": "0001-01-01"})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["data_date"])


def test_a_step_takes_the_report_as_it_is_and_not_as_the_page_read_it(staff, signing):
    opened = Report.objects.get(pk=signing.pk)
    Report.objects.filter(pk=signing.pk).update(title="改过的标题")
    step(opened, "submit", by=staff.secretary)
    assert opened.snapshots.get().title == "改过的标题"
