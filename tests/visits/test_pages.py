"""The pages of visits and talks, as a secretary and as others see them."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.entries.enums import Status
from partywork.orgs.enums import OrgKind
from partywork.rectification.models import RectificationItem
from partywork.visits.models import Talk, Visit
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import make_talk, make_visit

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 11)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def typed_visit(branch, **changes):
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "date": "2026-02-03", "kind": "condolence",
        "object_kind": "hardship_member", "object_name": "孙某某", "visitor_count": 2, "people_reached": 1,
        "occasion": "spring_festival", "gift_kind": "money", "amount_fen": "1,000.50", "fund_source": "dues",
    }  # fmt: skip
    return {**data, **changes}


def typed_talk(branch, **changes):
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "date": "2026-02-03", "kind": "heart", "pair": "members",
        "talker": "周某", "people": 2,
    }  # fmt: skip
    return {**data, **changes}


def test_logging_a_condolence_with_what_was_left_empty(branch, secretary, client):
    response = client.post(reverse("visits:create"), typed_visit(branch))
    visit = Visit.objects.get()
    assert response.url == reverse("visits:detail", args=[visit.pk])
    assert (visit.amount_fen, visit.visitor_count, visit.households, visit.enterprises) == (100_050, 2, 0, 0)
    assert str(visit) == "2026-02-03 慰问困难党员"


def test_logging_a_talk(branch, secretary, client):
    client.post(reverse("talks:create"), typed_talk(branch))
    talk = Talk.objects.get()
    assert (talk.kind, talk.pair, talk.people) == ("heart", "members", 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"object_name": ""}, "走访对象"),
        ({"visitor_count": ""}, "走访人员数"),
        ({"kind": "visit"}, "有慰问金或慰问品的，方式请选“慰问”。"),
        ({"gift_kind": ""}, "填了金额，请选慰问金或慰问品。"),
        ({"amount_fen": "一千"}, "金额"),
        ({"date": "2027-01-01"}, "日期在今天之后"),
    ],
)
def test_a_visit_that_cannot_be_true_is_refused_in_words(branch, secretary, client, changes, message):
    response = client.post(reverse("visits:create"), typed_visit(branch, **changes))
    assert response.status_code == 422
    assert [error for error in response.context["error_summary"] if message in error["label"] + error["message"]] != []
    assert len(response.context["error_summary"]) == 1
    assert Visit.objects.count() == 0


def test_a_talk_with_nobody_or_without_a_pair_is_refused_in_words(branch, secretary, client):
    response = client.post(reverse("talks:create"), typed_talk(branch, people=0, pair=""))
    told = {error["message"] for error in response.context["error_summary"]}
    assert told == {"谈话对象至少 1 人。", "谈心谈话请选择谈话双方。"}


def test_editing_keeps_the_amount_and_says_what_another_saved(branch, secretary, client):
    client.post(reverse("visits:create"), typed_visit(branch))
    visit = Visit.objects.get()
    url = reverse("visits:edit", args=[visit.pk])
    assert 'value="1000.50"' in client.get(url).content.decode()
    client.post(url, typed_visit(branch, version=1, amount_fen="800"))
    visit.refresh_from_db()
    assert (visit.amount_fen, visit.version) == (80_000, 2)
    changes = {"amount_fen": "900", "occasion": "ordinary", "households": "7"}
    page = client.post(url, typed_visit(branch, version=1, **changes))
    assert page.status_code == 422
    assert "已被别人修改" in page.content.decode()
    told = {text for errors in page.context["form"].errors.values() for text in errors if "别人保存" in text}
    assert told == {f"别人保存的内容是：{each}" for each in ("800.00", visit.get_occasion_display(), visit.households)}


@pytest.mark.parametrize(("namespace", "make"), [("visits", make_visit), ("talks", make_talk)])
def test_pages_open_export_and_cancel(branch, secretary, client, namespace, make):
    record = make(branch, secretary, DAY)
    assert client.get(reverse(f"{namespace}:list"), {"span": "all"}).context["count_text"] == "共 1 条"
    for name in ("detail", "edit", "cancel"):
        assert client.get(reverse(f"{namespace}:{name}", args=[record.pk])).status_code == 200
    export = client.get(reverse(f"{namespace}:list"), {"export": "xlsx"})
    assert export["Content-Type"].startswith("application/vnd.openxmlformats")
    client.post(reverse(f"{namespace}:cancel", args=[record.pk]), {"reason": "重复", "version": 1})
    record.refresh_from_db()
    assert record.status == Status.CANCELLED


@pytest.mark.parametrize(("namespace", "make"), [("visits", make_visit), ("talks", make_talk)])
def test_a_sibling_sees_nothing_and_a_reader_changes_nothing(branch, secretary, client, namespace, make):
    record = make(branch, secretary, DAY)
    client.force_login(make_user(make_org(kind=OrgKind.COMMITTEE)))
    for name in ("detail", "edit", "cancel"):
        assert client.get(reverse(f"{namespace}:{name}", args=[record.pk])).status_code == 404
    client.force_login(make_user(branch, Role.READER))
    assert client.get(reverse(f"{namespace}:detail", args=[record.pk])).status_code == 200
    assert client.get(reverse(f"{namespace}:edit", args=[record.pk])).status_code == 403


def test_filters_narrow_the_list(branch, secretary, client):
    make_visit(branch, secretary, DAY, object_name="李某一户")
    make_visit(branch, secretary, DAY, object_name="青禾公司", object_kind="enterprise", enterprises=1)
    for query in ({"object_kind": "enterprise"}, {"q": "青禾"}):
        page = client.get(reverse("visits:list"), query)
        assert page.context["count_text"] == "共 1 条"
        assert "青禾公司" in page.content.decode()


def test_the_figure_on_the_list_equals_its_rows(branch, secretary, client):
    for month in (1, 2, 3):
        make_visit(branch, secretary, date(2026, month, 9))
    query = {"figure": "走访户数", "of": branch.code, "period": "2026H1", "on": "2026-06-30"}
    page = client.get(reverse("visits:list"), query).content.decode()
    assert "走访户数：3户次" in page
    assert "共 3 条" in page


def test_a_need_becomes_an_item_to_put_right_that_links_back(branch, secretary, client):
    visit = make_visit(branch, secretary, DAY, needs="楼道灯不亮")
    url = reverse("visits:raise", args=[visit.pk])
    assert client.get(url).context["form"].initial["source"] == "visit"
    data = {
        "org": branch.pk, "key": "k9", "version": 0, "date": "2026-05-11", "title": "楼道灯损坏未及时修",
        "source": "visit", "due_on": "2026-06-30",
    }  # fmt: skip
    client.post(url, data)
    item = RectificationItem.objects.get()
    assert item.origin == visit
    assert f"/visits/{visit.pk}/" in client.get(reverse("rectification:detail", args=[item.pk])).content.decode()
    assert "楼道灯损坏未及时修" in client.get(reverse("visits:detail", args=[visit.pk])).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("namespace", "make"), [("visits", make_visit), ("talks", make_talk)])
def test_the_lists_ask_the_same_number_of_queries(
    branch, secretary, client, rows, namespace, make, django_assert_num_queries
):
    for day in range(1, rows + 1):
        make(branch, secretary, date(2026, 5, day))
    with django_assert_num_queries(9):
        client.get(reverse(f"{namespace}:list"))
