"""What is no longer needed is found by dated rules and erased; every figure of before stays what it was."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.access.scope import Scope
from partywork.audit import chain, triggers
from partywork.audit.beside import first_fault
from partywork.audit.history import history_of
from partywork.audit.models import AuditDetail, AuditEvent
from partywork.common.periods import Year
from partywork.measures.evaluate import evaluate
from partywork.measures.lookup import all_measures, parse_request
from partywork.measures.window import Window
from partywork.members.actions import edit_member
from partywork.members.enums import Closing
from partywork.members.models import Member
from partywork.members.movements import leave
from partywork.orgs.enums import OrgKind
from partywork.privacy.retention import due_in, erase_due
from partywork.rules.models import Rule
from partywork.visits.models import Visit
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db
TODAY, AT = date(2026, 6, 1), datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
LEFT = date(2023, 5, 31)
EVERYWHERE = Scope(None, TODAY)


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    return root, branch, make_user(branch)


def gone(branch, by, on: date = LEFT, born: str = "19850302", **extra) -> Member:
    facts = {"name": "周某", "id_number": id_number(born), "residence": "柳荫巷", "remark": "独居", **extra}
    member = make_member(branch, by, **facts)
    leave(member=member, closing=Closing.TRANSFER_OUT, on=on, note="外地", version=member.version, by=by, today=TODAY)
    member.refresh_from_db()
    return member


def numbers_due(code: str = "privacy.left_months", scope: Scope = EVERYWHERE) -> list[int]:
    return next(each.numbers for each in due_in(scope, TODAY) if each.rule.code == code)


def erase_all() -> None:
    for due in due_in(EVERYWHERE, TODAY):
        erase_due(due=due, on=TODAY, at=AT, by=None)


def test_due_is_who_left_long_enough_ago_and_nobody_else(office):
    _, branch, by = office
    old = gone(branch, by)
    gone(branch, by, date(2023, 6, 2), "19860302")
    make_member(branch, by, id_number=id_number("19870302"))
    assert numbers_due() == [old.pk]
    erase_all()
    assert numbers_due() == []


def test_a_unit_goes_by_its_own_rule(office):
    root, branch, by = office
    other = make_org(root)
    ours, theirs = gone(branch, by), gone(other, make_user(other), born="19860302")
    rule = Rule.objects.get(code="privacy.left_months", org=None)
    Rule.objects.create(code=rule.code, org=branch, title=rule.title, value=120, unit="个月", effective_from=TODAY)
    assert numbers_due() == [theirs.pk]
    assert ours.pk not in numbers_due()


def test_erasing_takes_the_details_and_leaves_every_figure(office):
    _, branch, by = office
    member = gone(branch, by)
    make_visit(
        branch, by, date(2021, 5, 10), situation="独居老人", needs="修灯；修路", answer="已办", object_name="某户"
    )
    scope, window = Scope(None, TODAY), Window(Year(2021), date(2021, 12, 31))
    requests = [parse_request(each.name) for each in all_measures()]
    before = evaluate(requests, scope, window)
    erase_all()
    member.refresh_from_db()
    assert (member.name, member.id_number, member.id_number_index, member.residence, member.remark) == (
        "周某",
        "",
        "",
        "",
        "",
    )
    visit = Visit.objects.get()
    assert (visit.situation, visit.needs, visit.answer, visit.needs_count) == ("", "已清除；已清除", "", 2)
    visit.save()  # as an edit of something else does
    assert visit.needs_count == 2
    assert evaluate(requests, scope, window) == before


def test_what_an_edit_left_in_the_log_goes_and_the_chain_stays_whole(office):
    _, branch, by = office
    member = make_member(branch, by, name="周某", residence="柳荫巷1号")
    member.residence = "柳荫巷2号"
    edit_member(member=member, version=member.version, by=by, today=TODAY)
    event = AuditEvent.objects.get(action="member.edit")
    assert "柳荫巷" not in event.summary + event.detail
    assert history_of(member)[0]["changes"] == "现居住地：柳荫巷1号 → 柳荫巷2号"
    leave(member=member, closing=Closing.TRANSFER_OUT, on=LEFT, note="外地", version=member.version, by=by, today=TODAY)
    erase_all()
    assert (AuditDetail.objects.get().text, first_fault(), chain.verify().is_whole) == ("", None, True)
    assert [each["changes"] for each in history_of(member) if each["what"].startswith("修改")] == ["现居住地：已清除"]
    told = AuditEvent.objects.get(action="privacy.erase")
    assert (
        told.summary
        == "清除到期的个人信息：离开后多久清除证件号码、电话、住址（36 个月）：1人的证件号码、电话、住址和备注"
    )
    assert "周某" not in told.summary + told.detail


def test_a_detail_changed_or_removed_is_found(office):
    _, branch, by = office
    member = make_member(branch, by, residence="柳荫巷1号")
    member.residence = "柳荫巷2号"
    edit_member(member=member, version=member.version, by=by, today=TODAY)
    row = AuditDetail.objects.get()
    AuditDetail.objects.update(text=row.text.replace("1号", "3号"))
    assert first_fault() == row.sequence
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=StringIO(), stderr=StringIO())
    row.delete()
    assert first_fault() == row.sequence


def test_the_database_lets_a_detail_be_wiped_once_and_nothing_else():
    triggers.install()
    try:
        row = AuditDetail.objects.create(sequence=1, text="甲")
        rows = AuditDetail.objects.filter(pk=row.pk)
        for forbidden in (
            lambda: rows.update(text="乙"), lambda: rows.update(text=""), rows.delete,
            lambda: rows.update(sequence=2, text="", erased_at=AT),
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                forbidden()
        assert rows.update(text="", erased_at=AT) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(erased_at=datetime(2027, 1, 1, tzinfo=UTC))
        assert connection.needs_rollback is False
    finally:
        triggers.remove()


def test_the_command_only_lists_until_it_is_told(office):
    _, branch, by = office
    member, out = gone(branch, by), StringIO()
    call_command("retention", stdout=out)
    member.refresh_from_db()
    assert member.id_number == id_number("19850302")
    first = out.getvalue().splitlines()[0]
    assert first == "离开后多久清除证件号码、电话、住址（36 个月）：1人的证件号码、电话、住址和备注"
    out = StringIO()
    call_command("retention", erase=True, stdout=out)
    member.refresh_from_db()
    assert (member.id_number, out.getvalue().splitlines()[0]) == ("", f"已清除 {first}")


def test_the_page_erases_what_is_ticked_within_the_managers_reach(office, client):
    root, branch, by = office
    stranger = make_org()
    member, other = gone(branch, by), gone(stranger, make_user(stranger), born="19860302")
    client.force_login(make_user(root, Role.MANAGER))
    url = reverse("privacy:retention")
    page = client.get(url).content.decode()
    assert "：1人的证件号码、电话、住址和备注" in page
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"codes": ["privacy.left_months"]}, follow=True).content.decode()
    assert "已清除1项到期的个人信息。" in answer
    assert "现在没有到期的。" in answer
    member.refresh_from_db()
    other.refresh_from_db()
    assert (member.id_number, other.id_number) == ("", id_number("19860302"))
    client.force_login(by)
    assert client.get(url).status_code == 403
