"""The pages of dues, as a secretary and as others see them."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.dues.enums import DuesBasis
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.members.movements import transfer_within
from partywork.orgs.enums import OrgKind
from tests.factories.dues import TODAY, make_month, make_payers, make_standard, open_year
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
COLLECT = {"paid_on": "2026-05-20", "total": "80"}


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


def page_of(response) -> str:
    return unescape(response.content.decode())


def collect_url(branch, month="2026-05") -> str:
    return f"{reverse('dues:collect')}?org={branch.pk}&month={month}"


def typed(branch, member, **changes) -> dict[str, str]:
    """What a browser sends for a plain standard."""
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "member": member.pk, "year": 2026, "basis": "salary",
        "base_fen": "5,000.01", "monthly_fen": "",
    }  # fmt: skip
    return {**data, **changes}


def test_a_standard_is_computed_and_shown(branch, secretary, client):
    member = make_member(branch, secretary, name="周某")
    response = client.post(reverse("dues_standards:create"), typed(branch, member))
    standard = DuesStandard.objects.get()
    assert response.url == reverse("dues_standards:detail", args=[standard.pk])
    assert (standard.base_fen, standard.rate, standard.monthly_fen) == (500_001, 150, 7_500)
    page = page_of(client.get(response.url))
    assert [text in page for text in ("周某", "5,000.01", "1.5%", "75.00")] == [True] * 4


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"base_fen": ""}, "请填写每月的计算基数，例如 5200。"),
        ({"base_fen": "五千"}, "认不出这个金额"),
        ({"year": 1999}, "年度应在2008至"),
        ({"basis": "farmer", "monthly_fen": "2"}, "农民党员的月标准应在 0.20 至 1.00 元之间。"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(branch, secretary, client, changes, message):
    member = make_member(branch, secretary)
    response = client.post(reverse("dues_standards:create"), typed(branch, member, **changes))
    assert (response.status_code, message in page_of(response), DuesStandard.objects.count()) == (422, True, 0)


def test_a_change_asks_why_and_from_when(branch, secretary, client):
    standard = make_standard(make_member(branch, secretary), secretary)
    open_year(branch, secretary, 202601, 202602)
    url = reverse("dues_standards:edit", args=[standard.pk])
    assert 'value="4000.00"' in page_of(client.get(url))
    given = typed(branch, standard.member, key=standard.key, version=1, base_fen="3000", from_month=2)
    assert client.post(url, given).status_code == 422
    client.post(url, {**given, "change_reason": "岗位调整"})
    assert dict(DuesMonth.objects.values_list("month", "due_fen")) == {202601: 4_000, 202602: 1_500}


def test_one_screen_collects_a_branch(branch, secretary, client):
    first, second, third = make_payers(branch, secretary, 3)
    page = page_of(client.get(collect_url(branch)))
    assert f"{branch}还有3人要缴，全部缴齐应收 120.00 元。" in page
    assert [f"党员{name}（40.00）" in page for name in "甲乙丙"] == [True] * 3
    response = client.post(collect_url(branch), {**COLLECT, "exceptions": [third.pk]})
    assert response.url == f"{reverse('dues:grid')}?org={branch.pk}&year=2026"
    assert list(DuesMonth.objects.order_by("pk").values_list("member", "paid_fen")) == [
        (third.pk, 0), (second.pk, 4_000), (first.pk, 4_000)
    ]  # fmt: skip
    assert "已登记2026年5月党费2笔，共 80.00 元" in page_of(client.get(response.url))


def test_a_total_that_misses_is_refused_and_what_was_ticked_stays(branch, secretary, client):
    _, second = make_payers(branch, secretary, 2)
    given = {**COLLECT, "exceptions": [second.pk]}
    response = client.post(collect_url(branch), given)
    page = page_of(response)
    assert (response.status_code, DuesMonth.objects.count()) == (422, 0)
    assert "1人本月应缴合计 40.00 元，实收比它多 40.00 元。" in page
    assert page.count(" checked") == 1
    assert 'value="80"' in page


def test_earlier_months_are_offered_and_members_without_standard_named(branch, secretary, client):
    make_payers(branch, secretary, 1)
    make_member(branch, secretary, name="李某")
    open_year(branch, secretary, 202604)
    page = page_of(client.get(collect_url(branch)))
    assert "党员甲 4月（40.00）" in page
    assert "1人还没有这一年的党费标准" in page
    assert "李某，这次不收。" in page
    late = DuesMonth.objects.get()
    refused = client.post(collect_url(branch), {**COLLECT, "late": [late.pk]})
    assert "党员甲2026年4月是补交，要支部同意。请填写支部同意的日期和原因。" in page_of(refused)
    consent = {"consented_on": "2026-05-18", "consent_reason": "外出务工"}
    client.post(collect_url(branch), {**COLLECT, **consent, "late": [late.pk]})
    assert list(DuesMonth.objects.order_by("month").values_list("month", "paid_on")) == [
        (202604, date(2026, 5, 20)),
        (202605, date(2026, 5, 20)),
    ]


def test_someone_elses_member_or_month_cannot_be_slipped_in(root, branch, secretary, client):
    make_payers(branch, secretary, 2)
    open_year(branch, secretary, 202604)
    stranger = make_month(make_member(make_org(root), secretary), secretary, 202604)
    for given in ({"late": [stranger.pk], "total": "120"}, {"exceptions": [stranger.member_id]}):
        assert client.post(collect_url(branch), {**COLLECT, **given}).status_code == 422
    assert DuesMonth.objects.filter(paid_fen__gt=0).count() == 0


@pytest.mark.parametrize("query", ["?month=2026-13", "?month=abc", "?org=999999", "?org=x", "?year=1", "?year=x"])
def test_an_address_nobody_issued_is_not_found(branch, secretary, client, query):
    name = "dues:grid" if "year" in query else "dues:collect"
    assert client.get(reverse(name) + query).status_code == 404


def test_the_grid_shows_every_state(branch, secretary, client):
    member = make_member(branch, secretary, name="周某")
    make_standard(member, secretary, year=2025)
    make_month(member, secretary, 202501, paid_on=date(2025, 1, 8))
    make_month(member, secretary, 202502)
    make_month(member, secretary, 202503, due=0)
    response = client.get(reverse("dues:grid"), {"year": 2025})
    (row,) = response.context["rows"]
    assert (row["name"], row["standard"], row["total"]) == ("周某", "40.00", "40.00")
    cells = [(cell["text"], cell["css"]) for cell in row["cells"]]
    assert cells == [("40.00", "ok"), ("欠缴", "bad"), ("减免", "muted"), *[("—", "muted")] * 9]
    assert response.context["totals"] == ["40.00", "0.00", "0.00", *["—"] * 9, "40.00"]


def test_opening_months_from_the_grid(branch, secretary, client):
    make_payers(branch, secretary, 2, year=2025)
    url = f"{reverse('dues:open')}?org={branch.pk}&year=2025"
    assert client.get(url).status_code == 405
    for _ in range(2):
        assert client.post(url).url == f"{reverse('dues:grid')}?org={branch.pk}&year=2025"
    assert (DuesMonth.objects.count(), sum(row.due_fen for row in DuesMonth.objects.all())) == (24, 96_000)


def test_list_filter_totals_detail_and_export(branch, secretary, client):
    member = make_member(branch, secretary, name="周某")
    paid = make_month(member, secretary, 202605, paid_on=date(2026, 5, 20))
    make_month(member, secretary, 202604)
    response = client.get(reverse("dues:list"), {"span": "all"})
    assert response.context["count_text"] == "共 2 条"
    assert [total["value"] for total in response.context["totals"]] == ["80.00 元", "40.00 元"]
    queries = ["state=paid", "state=unpaid", "state=exempt", "month=2026-05", "month=五月", "q=周", "q=王"]
    counted = [client.get(f"{reverse('dues:list')}?{query}").context["count_text"] for query in queries]
    assert counted == [f"共 {number} 条" for number in (1, 1, 0, 1, 0, 2, 0)]
    page = page_of(client.get(reverse("dues:detail", args=[paid.pk])))
    assert [text in page for text in ("周某2026年5月党费", "已缴", "2026年5月20日")] == [True] * 3
    export = client.get(reverse("dues:list"), {"export": "xlsx"})
    assert export["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_correction_from_the_page(branch, secretary, client):
    dues = make_month(make_member(branch, secretary), secretary, 202605, paid_on=date(2026, 5, 20))
    url = reverse("dues:correct", args=[dues.pk])
    given = {"due_fen": "40", "paid_fen": "0", "paid_on": "", "reason": "", "version": 1}
    assert client.post(url, given).status_code == 422
    assert client.post(url, {**given, "reason": "记错人"}).url == reverse("dues:detail", args=[dues.pk])
    dues.refresh_from_db()
    assert (dues.paid_fen, dues.paid_on, dues.version) == (0, None, 2)
    stale = client.post(url, {**given, "reason": "再来一次"})
    assert (stale.status_code, "已被别人修改" in page_of(stale)) == (422, True)


def test_the_figure_on_the_list_equals_its_rows(branch, secretary, client):
    member = make_member(branch, secretary)
    for month in (1, 2, 3):
        make_month(member, secretary, 202600 + month)
    query = {"figure": "欠缴党费金额", "of": branch.code, "period": "2026H1", "on": "2026-02-28"}
    response = client.get(reverse("dues:list"), query)
    assert "欠缴党费金额：80元" in page_of(response)
    assert response.context["count_text"] == "共 2 条"


@pytest.mark.parametrize(
    ("role", "sees", "edits"),
    [(Role.SECRETARY, True, 200), (Role.MANAGER, False, 403), (Role.READER, False, 403)],
)
def test_income_is_for_those_who_may_see_it(root, branch, client, role, sees, edits):
    by = make_user(branch)
    standard = make_standard(make_member(branch, by), by, base_fen=654_321)
    client.force_login(make_user(branch if role is Role.SECRETARY else root, role))
    detail = page_of(client.get(reverse("dues_standards:detail", args=[standard.pk])))
    assert ("6,543.21" in detail, "1.5%" in detail) == (sees, sees)
    assert client.get(reverse("dues_standards:edit", args=[standard.pk])).status_code == edits
    listed = page_of(client.get(reverse("dues_standards:list")))
    assert ("6,543.21" in listed, "654321" in listed, "98.10" in listed) == (False, False, True)


def test_a_standard_follows_the_person(root, branch, client):
    by = make_user(branch)
    member = make_member(branch, by)
    standard = make_standard(member, by)
    other = make_org(root)
    member.org = other
    member.save()
    client.force_login(by)
    assert client.get(reverse("dues_standards:detail", args=[standard.pk])).status_code == 404
    client.force_login(make_user(other))
    assert client.get(reverse("dues_standards:detail", args=[standard.pk])).status_code == 200


def test_siblings_and_outsiders_find_nothing(root, branch, client):
    by = make_user(branch)
    member = make_member(branch, by)
    standard = make_standard(member, by, basis=DuesBasis.FIXED)
    dues = make_month(member, by, 202605)
    pages = [("dues:detail", dues), ("dues:correct", dues), ("dues_standards:detail", standard)]
    for visitor in (make_user(make_org(root)), make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER)):
        client.force_login(visitor)
        assert [client.get(reverse(name, args=[row.pk])).status_code for name, row in pages] == [404, 404, 404]
        for name in ("dues:grid", "dues:collect"):
            assert client.get(reverse(name), {"org": branch.pk}).status_code == 404
        assert client.post(f"{reverse('dues:open')}?org={branch.pk}").status_code == 404
        assert client.post(collect_url(branch), COLLECT).status_code == 404


def test_a_manager_chooses_the_branch_and_a_reader_only_looks(root, branch, client):
    by = make_user(branch)
    make_payers(branch, by, 1)
    client.force_login(make_user(root, Role.MANAGER))
    assert client.get(collect_url(branch)).status_code == 200
    assert client.post(collect_url(branch), {**COLLECT, "total": "40"}).status_code == 302
    client.force_login(make_user(root, Role.READER))
    assert client.get(reverse("dues:grid"), {"org": branch.pk}).context["primary"] is None
    assert client.get(collect_url(branch)).status_code == 403


def test_without_a_branch_the_pages_say_so(client):
    client.force_login(make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER))
    assert client.get(reverse("dues:grid")).context["rows"] == []
    response = client.get(reverse("dues:collect"))
    assert "您的范围内还没有党支部。" in page_of(response)
    assert client.post(reverse("dues:collect"), COLLECT).status_code == 422


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/dues/months/", 8), ("/dues/?year=2026", 9), ("/dues/collect/?month=2026-05", 12), ("/dues/standards/", 6)],
)
def test_queries_do_not_grow_with_rows(branch, secretary, client, people, address, queries, django_assert_num_queries):
    make_payers(branch, secretary, people)
    open_year(branch, secretary, *range(202601, 202601 + people))
    with django_assert_num_queries(queries):
        client.get(address)


def test_the_new_branch_changes_the_standard_of_someone_who_moved_there(client):
    """The record stays with the branch that made it; who pays now is the new branch's business."""
    root = make_org(kind=OrgKind.COMMITTEE)
    old, new = make_org(root), make_org(root)
    by = make_user(new)
    member = make_member(old, make_user(old))
    standard = make_standard(member, make_user(old))
    transfer_within(
        member=member, org=new, group=None, on=date(2026, 3, 1), note="", version=member.version, by=by, today=TODAY
    )
    client.force_login(by)
    url = reverse("dues_standards:edit", args=[standard.pk])
    given = {"key": standard.key, "version": 1, "basis": "salary", "base_fen": "6000", "change_reason": "调资"}
    answer = client.post(url, {**given, "from_month": 4})
    assert answer.status_code == 302, answer.context["form"].errors
    standard.refresh_from_db()
    assert (standard.org, standard.base_fen) == (old, 600_000)
