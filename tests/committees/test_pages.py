"""The pages and the sheet of committees."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.committees import ledger
from partywork.committees.enums import Post
from partywork.committees.ledger import LEDGER
from partywork.committees.models import CommitteeTerm
from partywork.entries.enums import Status
from partywork.orgs.enums import OrgKind
from tests.factories.committees import TODAY, make_term
from tests.factories.orgs import make_org, make_user
from tests.refusals import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def typed(branch, **changes) -> dict[str, str]:
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "number": 2, "date": "2026-05-11", "due_on": "", "remark": "",
        "posts-TOTAL_FORMS": 2, "posts-INITIAL_FORMS": 0, "posts-0-post": "secretary", "posts-0-name": "周同",
        "posts-1-post": "", "posts-1-name": "",
    }  # fmt: skip
    return {**data, **changes}


def page(client, name, term, data=None):
    url = reverse(f"committees:{name}", args=[term.pk])
    return client.get(url) if data is None else client.post(url, data)


def test_an_election_is_logged_once_and_the_end_of_the_term_is_worked_out(branch, secretary, client):
    for _ in range(2):
        response = client.post(reverse("committees:create"), typed(branch))
    term = CommitteeTerm.objects.get()
    assert response.url == reverse("committees:detail", args=[term.pk])
    assert (term.date, term.due_on) == (date(2026, 5, 11), date(2031, 5, 11))
    assert list(term.posts.values_list("post", "name")) == [(Post.SECRETARY, "周同")]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"date": "2999-01-01"}, "选举日期在今天之后"),
        ({"due_on": "2026-01-01"}, "任期届满要在选举日期之后"),
        ({"posts-0-post": "", "posts-0-name": ""}, "请填写选出的委员"),
        ({"posts-1-post": "member"}, "职务和姓名要一起填"),
        ({"number": ""}, "必填"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(branch, secretary, client, changes, message):
    response = client.post(reverse("committees:create"), typed(branch, remark="全票通过", **changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert "全票通过" in response.content.decode()
    assert CommitteeTerm.objects.count() == 0


def test_the_pages_of_a_term(branch, secretary, client):
    term = make_term(branch, secretary)
    page(client, "post", term, {"post": "discipline", "name": "孙平", "since": "2026-01-01"})
    added = term.posts.get(name="孙平")
    assert f"?post={added.pk}" in page(client, "detail", term).content.decode()
    page(client, "post_end", term, {"post": added.pk, "on": "2026-03-01"})
    added.refresh_from_db()
    assert added.until == date(2026, 3, 1)
    edit = {"key": term.key, "version": 1, "number": 4, "date": "2024-05-20", "due_on": "2027-05-20", "remark": ""}
    page(client, "edit", term, edit)
    assert "已被别人修改" in page(client, "edit", term, edit).content.decode()
    assert page(client, "cancel", term, {"reason": "", "version": 2}).status_code == 422
    page(client, "cancel", term, {"reason": "登记错了", "version": 2})
    term.refresh_from_db()
    assert (term.number, term.status) == (4, Status.CANCELLED)


def test_the_organisation_page_shows_the_committee_and_leads_to_the_form(branch, secretary, client):
    make_term(branch, secretary)
    shown = client.get(reverse("orgs:detail", args=[branch.pk]))
    assert shown.context["tables"][0]["title"] == "第1届委员会：2024年5月20日选举，任期到2027年5月20日"
    assert {"label": "登记换届", "url": f"{reverse('committees:create')}?org={branch.pk}"} in shown.context["more"]
    form = client.get(reverse("committees:create"), {"org": branch.pk}).context["form"]
    assert form.initial["org"] == branch.pk


def test_a_sibling_sees_nothing_and_a_reader_writes_nothing(branch, secretary, client):
    term = make_term(branch, secretary)
    client.force_login(make_user(make_org()))
    names = ("detail", "edit", "cancel", "post", "post_end")
    assert [page(client, name, term).status_code for name in names] == [404] * 5
    assert client.get(reverse("committees:list")).context["count_text"] == "共 0 条"
    assert client.post(reverse("committees:create"), typed(branch)).status_code == 422
    client.force_login(make_user(branch, Role.READER))
    assert [page(client, name, term).status_code for name in names] == [200, 403, 403, 403, 403]


def test_the_list_is_filtered_by_state(branch, secretary, client):
    make_term(branch, secretary, date(2020, 5, 20), number=1)
    make_term(branch, secretary, date(2023, 5, 20), number=2, due_on=date(2024, 5, 20))
    url = reverse("committees:list")
    counts = [client.get(url, {"state": s}).context["count_text"] for s in ("current", "overdue", "soon", "former")]
    assert counts == ["共 1 条", "共 1 条", "共 0 条", "共 1 条"]
    assert client.get(url, {"q": "周同"}).context["count_text"] == "共 2 条"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(branch, secretary, client, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        make_term(branch, secretary, date(2020 + number, 5, 20), number=number)
    with django_assert_num_queries(7):
        client.get(reverse("committees:list"))


def take(branch, by, **changes):
    row = {
        "选举日期": "2026-05-11",
        "党组织": branch.code,
        "届次": "3",
        "委员会组成": "书记：周同；委员：吴越、孙平",
        "编号": "H-1",
    }
    values, errors = LEDGER.read_row(row | changes)
    assert errors == {}
    del values["org"]
    return ledger.take(values, org=branch, by=by, today=TODAY)


def test_a_row_of_the_sheet_becomes_a_term(branch, secretary):
    term = take(branch, secretary)
    assert take(branch, secretary) == term
    assert (term.number, term.due_on) == (3, date(2031, 5, 11))
    assert list(term.posts.order_by("pk").values_list("post", "name")) == [
        ("secretary", "周同"), ("member", "吴越"), ("member", "孙平"),
    ]  # fmt: skip
    assert "上一届是第3届" in told(lambda: take(branch, secretary, 编号="H-2", 选举日期="2026-06-11"))


def test_exported_rows_read_back_to_the_same_values(branch, secretary, client):
    take(branch, secretary)
    response = client.get(reverse("committees:list"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(response.content)).active
    head, row = [list(cells) for cells in sheet.iter_rows(values_only=True)][-2:]
    values, errors = LEDGER.read_row(dict(zip(head, row, strict=True)))
    assert errors == {}
    assert (values["number"], values["date"], values["due_on"], values["posts"], values["key"]) == (
        3, date(2026, 5, 11), date(2031, 5, 11),
        [(Post.SECRETARY, "周同"), (Post.MEMBER, "吴越"), (Post.MEMBER, "孙平")], "H-1",
    )  # fmt: skip


def test_posts_that_cannot_be_read_are_named():
    _, errors = LEDGER.read_row({"委员会组成": "主任：周同"})
    assert str(errors["委员会组成"]).startswith("“主任：周同”看不懂，请写成 书记：周某")


def test_a_spoilt_count_of_lines_is_refused_also_beside_a_wrong_line_that_is_taken_out(branch, secretary, client):
    wrong = {"posts-1-post": "member", "posts-1-name": "长" * 50, "posts-1-DELETE": "on", "posts-MAX_NUM_FORMS": "x"}
    assert client.post(reverse("committees:create"), typed(branch, **wrong)).status_code == 422
