"""Pages of reductions, consents, voluntary payments, remittances, publications, arrears and the sheet to sign."""

import io
from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.dues.enums import ConsentKind
from partywork.dues.exception_models import DuesConsent, DuesReduction
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.models import DuesMonth
from partywork.entries.enums import Status
from partywork.members.enums import Closing
from partywork.members.movements import leave, transfer_within
from partywork.orgs.enums import OrgKind
from tests.factories.dues import (
    make_consent,
    make_month,
    make_payers,
    make_publication,
    make_reduction,
    make_remittance,
    make_standard,
    make_voluntary,
    open_year,
)
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 24)


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2026-07-01 10:00+08:00", tick=False):
        yield


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def member(branch, secretary):
    return make_payers(branch, secretary, 1)[0]


def page_of(response) -> str:
    return unescape(response.content.decode())


def asked(branch, member, **changes):
    return {
        "org": branch.pk, "key": "k1", "version": 0, "member": member.pk, "first_month": "2026-07",
        "last_month": "2026-12", "monthly_fen": "0", "reason": "长期患病", "studied_on": "2026-06-20", **changes,
    }  # fmt: skip


def test_a_branch_asks_and_the_level_above_decides(root, branch, secretary, member, client):
    response = client.post(reverse("dues_reductions:create"), asked(branch, member))
    reduction = DuesReduction.objects.get()
    detail = reverse("dues_reductions:detail", args=[reduction.pk])
    assert response.url == detail
    page = page_of(client.get(detail))
    assert [text in page for text in ("待上级批准", "长期患病", "撤回申请", "批准或不批准")] == [
        True,
        True,
        True,
        False,
    ]
    decide = reverse("dues_reductions:decide", args=[reduction.pk])
    assert client.get(decide).status_code == 403
    client.force_login(make_user(root, Role.MANAGER))
    assert "有1件减免等您这一级批准" in page_of(client.get(reverse("dues:grid")))
    assert "申请每月交 0.00 元。原因：长期患病" in page_of(client.get(decide))
    given = {"approve": "yes", "decided_on": "2026-06-30", "opinion": "同意", "version": 1}
    assert client.post(decide, {**given, "decided_on": "2026-06-19"}).status_code == 422
    assert client.post(decide, given).url == detail
    reduction.refresh_from_db()
    assert (reduction.state, reduction.decided_on) == ("approved", date(2026, 6, 30))
    assert "有1件减免" not in page_of(client.get(reverse("dues:grid")))


def test_nobody_decides_on_requests_of_the_own_unit(branch, secretary, member, client):
    reduction = make_reduction(member, secretary)
    client.force_login(make_user(branch, Role.MANAGER))
    assert client.get(reverse("dues_reductions:decide", args=[reduction.pk])).status_code == 404
    assert "批准或不批准" not in page_of(client.get(reverse("dues_reductions:detail", args=[reduction.pk])))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_month": "七月"}, "“七月”不是月份，请写成 2026-05 的样子"),
        ({"first_month": "2026-12", "last_month": "2026-07"}, "止月早于起月，请核对。"),
        ({"monthly_fen": "40"}, "应少于现在的月标准 40.00 元，免交的填 0。"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(branch, member, client, changes, message):
    response = client.post(reverse("dues_reductions:create"), asked(branch, member, **changes))
    assert (response.status_code, message in page_of(response), DuesReduction.objects.count()) == (422, True, 0)


def test_a_request_is_changed_and_taken_back(branch, secretary, member, client):
    reduction = make_reduction(member, secretary, 202607, 202612)
    edit = reverse("dues_reductions:edit", args=[reduction.pk])
    assert 'value="2026-07"' in page_of(client.get(edit))
    client.post(edit, asked(branch, member, key=reduction.key, version=1, monthly_fen="1"))
    reduction.refresh_from_db()
    assert (reduction.monthly_fen, reduction.version) == (100, 2)
    withdraw = reverse("dues_reductions:withdraw", args=[reduction.pk])
    assert client.post(withdraw, {"reason": "", "version": 2}).status_code == 422
    client.post(withdraw, {"reason": "本人不再申请", "version": 2})
    reduction.refresh_from_db()
    assert (reduction.state, reduction.decision) == ("withdrawn", "本人不再申请")
    assert client.get(reverse("dues_reductions:list"), {"state": "withdrawn"}).context["count_text"] == "共 1 条"


def test_the_standards_page_tells_changes_and_reductions(branch, secretary, member, client):
    reduction = make_reduction(member, secretary, decided_on=date(2026, 1, 5))
    standard = member.dues_standards.get()
    page = page_of(client.get(reverse("dues_standards:detail", args=[standard.pk])))
    assert [text in page for text in ("已批准", reduction.months_text, "申请减免")] == [True] * 3


def test_a_consent_is_given_and_taken_back(branch, secretary, member, client):
    given = {
        "org": branch.pk, "key": "k1", "version": 0, "member": member.pk, "kind": "late", "first_month": "2026-04",
        "last_month": "2026-05", "date": "2026-06-20", "reason": "外出务工", "beyond": "",
    }  # fmt: skip
    client.post(reverse("dues_consents:create"), given)
    consent = DuesConsent.objects.get()
    assert (consent.kind, consent.first_month, consent.last_month) == (ConsentKind.LATE, 202604, 202605)
    page = page_of(client.get(reverse("dues_consents:detail", args=[consent.pk])))
    assert [text in page for text in ("党员甲", "外出务工", "取消这条记录")] == [True] * 3
    client.post(reverse("dues_consents:cancel", args=[consent.pk]), {"reason": "记错", "version": 1})
    consent.refresh_from_db()
    assert consent.status == Status.CANCELLED


def test_who_pays_by_the_quarter_is_offered_as_not_paying_until_its_last_month(branch, secretary, member, client):
    make_consent(member, secretary, ConsentKind.QUARTERLY, 202604, 202606, date(2026, 4, 1))
    offered = {}
    for month in ("2026-05", "2026-06"):
        page = page_of(client.get(reverse("dues:collect"), {"month": month}))
        offered[month] = ("（40.00，按季交）" in page, page.count(" checked"))
    assert offered == {"2026-05": (True, 1), "2026-06": (True, 0)}


def funds(branch, member):
    shared = {"org": branch.pk, "key": "k1", "version": 0, "remark": ""}
    return [
        ("voluntary_payments", VoluntaryPayment, {**shared, "member": member.pk, "date": "2026-06-24",
         "amount_fen": "5,000", "forwarded_on": "", "receipt": ""}),
        ("remittances", Remittance, {**shared, "first_month": "2026-01", "last_month": "2026-06", "date": "2026-06-24",
         "amount_fen": "40", "receipt": "7"}),
        ("dues_publications", DuesPublication, {**shared, "year": "2025", "date": "2026-01-15", "way": "meeting",
         "place": "会议室"}),
    ]  # fmt: skip


def test_funds_are_logged_changed_and_cancelled(branch, secretary, member, client):
    make_month(member, secretary, 202605, paid_on=date(2026, 5, 20))
    for namespace, model, given in funds(branch, member):
        for _ in range(2):  # a double click
            answer = client.post(reverse(f"{namespace}:create"), given)
        record = model.objects.get()
        detail = reverse(f"{namespace}:detail", args=[record.pk])
        assert answer.url == detail
        edit = reverse(f"{namespace}:edit", args=[record.pk])
        assert client.get(edit).status_code == 200
        assert client.post(edit, {**given, "version": 1, "remark": "核对过"}).url == detail
        assert "核对过" in page_of(client.get(detail))
        client.post(reverse(f"{namespace}:cancel", args=[record.pk]), {"reason": "记错", "version": 2})
        assert model.objects.get().status == Status.CANCELLED
        assert client.get(reverse(f"{namespace}:list")).context["count_text"] == "共 1 条"


def test_a_large_payment_says_that_it_waits_to_be_forwarded(secretary, member, client):
    payment = make_voluntary(member, secretary, JUNE, 500_000)
    assert "大额党费，还没有登记转交上级" in page_of(
        client.get(reverse("voluntary_payments:detail", args=[payment.pk]))
    )


def test_receipts_put_right_after_the_remittance_are_told(branch, secretary, member, client):
    made = make_remittance(branch, secretary, 202601, 202606, JUNE, 100, remark="另有旧账")
    make_month(member, secretary, 202605, paid_on=date(2026, 5, 20))
    page = page_of(client.get(reverse("remittances:detail", args=[made.pk])))
    assert "登记后这几个月收到的党费有变动，现在是 40.00 元" in page


def test_arrears_by_length_with_their_lights(branch, secretary, client):
    one, three, six = (make_member(branch, secretary, name=name) for name in ("一", "三", "六"))
    make_month(one, secretary, 202606)
    for month in (202602, 202604, 202605, 202606):
        make_month(three, secretary, month)
    for month in range(202601, 202607):
        make_month(six, secretary, month)
    page = page_of(client.get(reverse("dues:arrears")))
    assert [text in page for text in ("连续满6个月", "连续满3个月", "连续1个月")] == [True] * 3
    assert "2026年2月、2026年4月至6月" in page
    assert page.index("2026年1月至6月") < page.index("2026年2月、") < page.index("连续1个月")


def test_arrears_stay_with_the_old_branch_and_are_seen_in_the_new_one(root, branch, secretary, member, client):
    make_month(member, secretary, 202602)
    new = make_org(root)
    by = make_user(new)
    moved_on(member, new, by)
    open_year(new, by, 202603)
    assert "2026年2月" in page_of(client.get(reverse("dues:arrears")))
    client.force_login(by)
    page = page_of(client.get(reverse("dues:arrears")))
    assert [text in page for text in ("转入的党员在原支部的欠缴", branch.short_name, "2026年2月")] == [True] * 3
    assert "转入的党员在原支部还欠1个月" in page_of(client.get(reverse("dues:grid")))
    assert dict(DuesMonth.objects.values_list("month", "org")) == {202602: branch.pk, 202603: new.pk}


def moved_on(member, new, by):
    """The member stands in another branch from 5 March on."""
    member.refresh_from_db()
    transfer_within(
        member=member, org=new, group=None, on=date(2026, 3, 5), note="", version=member.version, by=by,
        today=date(2026, 7, 1),
    )  # fmt: skip


def test_a_month_opened_before_its_member_left_says_what_to_do(branch, secretary, member, client):
    open_year(branch, secretary, 202606)
    dues = DuesMonth.objects.get()
    address, said = reverse("dues:detail", args=[dues.pk]), f"2026年6月底已不在{branch}的名册上"
    assert said not in page_of(client.get(address))
    member.refresh_from_db()
    leave(
        member=member, closing=Closing.DECEASED, on=date(2026, 6, 10), note="", version=member.version, by=secretary,
        today=date(2026, 7, 1),
    )  # fmt: skip
    assert said in page_of(client.get(address))
    correction = {"due_fen": "0", "paid_fen": "0", "paid_on": "", "reason": "6月去世", "version": dues.version}
    assert client.post(reverse("dues:correct", args=[dues.pk]), correction).status_code == 302
    assert said not in page_of(client.get(address))


def test_the_standard_of_someone_who_moved_is_changed_where_the_member_is_now(root, branch, secretary, member, client):
    make_month(member, secretary, 202602)
    standard = member.dues_standards.get()
    detail, edit = (reverse(f"dues_standards:{name}", args=[standard.pk]) for name in ("detail", "edit"))
    new = make_org(root)
    by = make_user(new)
    moved_on(member, new, by)
    old = page_of(client.get(reverse("dues:grid")))
    assert (member.name in old, detail in old) == (True, False)  # it would not open
    client.force_login(by)
    assert detail in page_of(client.get(reverse("dues:grid")))
    page = page_of(client.get(detail))
    assert (edit in page, "申请减免" in page) == (True, True)
    change = {
        "org": branch.pk, "key": standard.key, "version": standard.version, "member": member.pk, "year": 2026,
        "basis": "salary", "base_fen": "3000.01", "change_reason": "调资", "from_month": 4,
    }  # fmt: skip
    assert client.post(edit, change).status_code == 302
    standard.refresh_from_db()
    assert (standard.org, standard.monthly_fen) == (branch, 3000)


@pytest.mark.parametrize(("role", "sees"), [(Role.SECRETARY, True), (Role.MANAGER, False)])
def test_the_sheet_carries_income_for_the_collector_alone(root, branch, client, role, sees):
    by = make_user(branch)
    make_standard(make_member(branch, by), by, base_fen=654_321)
    client.force_login(make_user(branch if role is Role.SECRETARY else root, role))
    page = page_of(client.get(reverse("dues:sheet"), {"org": branch.pk}))
    assert ("6543.21" in page, "月工资收入" in page, "1.5%" in page, "98.10" in page) == (sees, sees, sees, True)
    export = client.get(reverse("dues:sheet"), {"org": branch.pk, "export": "xlsx"})
    cells = [cell.value for row in load_workbook(io.BytesIO(export.content)).active.iter_rows() for cell in row]
    assert (6543.21 in cells, "1.5%" in cells, 98.1 in cells) == (sees, sees, True)
    noted = AuditEvent.objects.get(action="file.export")
    assert noted.summary == f"导出{branch}2026年党费收缴表（{'含计算基数' if sees else '含个人信息'}），1条"
    assert "6543" not in "".join(AuditEvent.objects.values_list("detail", flat=True))


def test_the_sheet_names_who_pays_on_another_footing(branch, secretary, member, client):
    make_reduction(member, secretary, 202603, 202605, monthly_fen=20, decided_on=date(2026, 1, 5))
    make_consent(member, secretary, ConsentKind.QUARTERLY, 202607, 202609, date(2026, 7, 1))
    open_year(branch, secretary, 202607)
    (row,) = client.get(reverse("dues:sheet")).context["table"]["body"]
    assert row[-1]["text"] == "3月至5月每月0.20元；按季交"
    make_member(branch, secretary, name="无标准")
    assert "未定标准" in page_of(client.get(reverse("dues:sheet")))


def test_a_reader_looks_and_takes_nothing_away(root, branch, client):
    by = make_user(branch)
    make_payers(branch, by, 1)
    client.force_login(make_user(root, Role.READER))
    assert client.get(reverse("dues:sheet"), {"org": branch.pk}).status_code == 200
    assert client.get(reverse("dues:sheet"), {"org": branch.pk, "export": "xlsx"}).status_code == 403
    assert client.get(reverse("dues:arrears"), {"org": branch.pk}).status_code == 200
    assert client.get(reverse("dues_reductions:create")).status_code == 403


def test_without_a_branch_the_sheet_says_so(client):
    client.force_login(make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER))
    assert client.get(reverse("dues:sheet")).status_code == 200
    assert client.get(reverse("dues:sheet"), {"export": "xlsx"}).status_code == 404
    assert client.get(reverse("dues:arrears")).status_code == 200


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/dues/sheet/", 9), ("/dues/arrears/", 10), ("/dues/reductions/", 6), ("/dues/consents/", 7),
        ("/dues/voluntary/", 9), ("/dues/remittances/", 9), ("/dues/publications/", 8),
    ],
)  # fmt: skip
def test_queries_do_not_grow_with_rows(branch, secretary, client, people, address, queries, django_assert_num_queries):
    for number, member in enumerate(make_payers(branch, secretary, people), 1):
        make_reduction(member, secretary, decided_on=date(2026, 1, 5))
        make_consent(member, secretary, ConsentKind.LATE, 202605, 202605, JUNE)
        make_voluntary(member, secretary, JUNE, 500_000)
        make_remittance(branch, secretary, 202600 + number, 202600 + number, JUNE, 100, remark="另有旧账")
        make_publication(branch, secretary, JUNE, 2025)
        make_month(member, secretary, 202604)
    with django_assert_num_queries(queries):
        client.get(address)
