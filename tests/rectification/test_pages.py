"""The pages of rectification, as a secretary, the superior and others see them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.entries.enums import Status
from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import OrgKind
from partywork.rectification.enums import State
from partywork.rectification.models import RectificationItem
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
STEPS = ("progress", "request", "extend", "reopen", "own_review")


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


def typed(branch, **changes):
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "date": "2026-03-02", "title": "活动室开放时间偏短",
        "source": "self_check", "category": "服务群众", "due_on": "2026-05-31", "owner": "周某",
    }  # fmt: skip
    return {**data, **changes}


def address(name: str, item) -> str:
    return reverse(f"rectification:{name}", args=[item.pk])


def labels(page) -> list[str]:
    links = ([page.context["primary"]] if page.context["primary"] else []) + page.context["more"]
    return [link["label"] for link in links]


def test_raising_a_problem_twice_by_a_double_click_saves_once(branch, secretary, client):
    for _ in range(2):
        response = client.post(reverse("rectification:create"), typed(branch))
    item = RectificationItem.objects.get()
    assert response.url == address("detail", item)
    assert (item.state, item.due_on, item.category) == (State.NOT_STARTED, date(2026, 5, 31), "服务群众")
    assert item.states.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"due_on": ""}, "请填写整改时限；立行立改的填当天。"),
        ({"due_on": "2026-03-01"}, "整改时限不能早于提出日期2026-03-02。"),
        ({"category": "软弱涣散"}, "软弱涣散党组织的整顿，请选择整顿对象。"),
        ({"date": "2027-01-01", "due_on": "2027-02-01"}, "提出日期在今天之后，请核对。"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words(branch, secretary, client, changes, message):
    response = client.post(reverse("rectification:create"), typed(branch, **changes))
    assert response.status_code == 422
    assert [error["message"] for error in response.context["error_summary"]] == [message]
    assert RectificationItem.objects.count() == 0


def test_categories_are_suggested(branch, secretary, client):
    page = client.get(reverse("rectification:create")).content.decode()
    assert '<option value="软弱涣散"></option>' in page
    assert 'list="id_category_suggestions"' in page


def test_editing_leaves_state_and_deadline_alone(branch, secretary, client):
    item = make_item(branch, secretary, DAY)
    assert "due_on" not in client.get(address("edit", item)).context["form"].fields
    client.post(address("edit", item), typed(branch, version=1, title="活动室周末不开放", due_on="2026-04-01"))
    item.refresh_from_db()
    assert (item.title, item.due_on, item.version) == ("活动室周末不开放", date(2026, 12, 2), 2)


def test_the_path_from_progress_to_closure_through_the_pages(root, branch, secretary, client):
    item = make_item(branch, secretary, DAY)
    manager = make_user(root, Role.MANAGER)
    assert labels(client.get(address("detail", item))) == ["记进展", "申请销号", "调整时限", "修改", "取消这条记录"]
    client.post(address("progress", item), {"date": "2026-03-10", "text": "已排班", "version": 1})
    client.post(address("extend", item), {"due_on": "2026-08-31", "reason": "等待施工", "version": 2})
    client.post(address("request", item), {"date": timezone.localdate(), "text": "已延长", "version": 3})
    assert labels(client.get(address("detail", item))) == ["记进展", "调整时限", "修改", "取消这条记录"]
    assert client.get(address("review", item)).status_code == 403
    assert client.get(address("own_review", item)).status_code == 403

    client.force_login(manager)
    assert labels(client.get(address("detail", item)))[0] == "审核销号"
    review = {"date": timezone.localdate(), "version": 4}
    refused = client.post(address("review", item), {**review, "decision": "return"})
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"text": ["请写明理由，让责任单位知道怎样做。"]}
    client.post(address("review", item), {**review, "decision": "close"})
    item.refresh_from_db()
    assert (item.state, item.closed_by) == (State.CLOSED, manager.full_name)
    page = client.get(address("detail", item))
    assert (labels(page)[0], page.context["status_mark"]) == ("重新打开", {"label": "已销号", "css": "ok"})
    told = [line.get_kind_display() for line in item.progress.all()]
    assert told == ["进展", "调整时限", "申请销号", "同意销号"]


def test_a_unit_with_no_reviewer_above_it_reviews_itself(branch, secretary, client):
    item = make_item(branch, secretary, DAY, state=State.REQUESTED)
    assert client.get(address("detail", item)).context["primary"]["url"] == address("own_review", item)
    given = {"decision": "close", "text": "班子会议同意", "date": timezone.localdate(), "version": 1}
    client.post(address("own_review", item), given)
    item.refresh_from_db()
    assert item.state == State.CLOSED


def test_a_step_that_lost_a_race_keeps_the_text_and_goes_through_the_next_time(branch, secretary, client):
    item = make_item(branch, secretary, DAY)
    client.post(address("progress", item), {"date": "2026-03-10", "text": "先到的", "version": 1})
    late = client.post(address("progress", item), {"date": "2026-03-11", "text": "后到的", "version": 1})
    page = late.content.decode()
    assert late.status_code == 422
    assert "已被别人修改" in page
    assert "后到的" in page
    client.post(
        address("progress", item),
        {"date": "2026-03-11", "text": "后到的", "version": late.context["form"]["version"].value()},
    )
    assert [line.text for line in item.progress.all()] == ["先到的", "后到的"]


def test_the_list_shows_a_light_and_filters_by_it(branch, secretary, client):
    today = timezone.localdate()
    for title, left in (("甲问题", -1), ("乙问题", 1), ("丙问题", 90)):
        make_item(branch, secretary, DAY, title=title, due_on=today + timedelta(days=left))
    make_item(branch, secretary, DAY, title="丁问题", closed_on=date(2026, 4, 1))
    page = client.get(reverse("rectification:list")).content.decode()
    assert [page.count(f'light-{colour}">{word}') for colour, word in LIGHTS] == [1, 1, 1]
    for colour, title in (("red", "甲问题"), ("amber", "乙问题"), ("green", "丙问题")):
        found = client.get(reverse("rectification:list"), {"light": colour})
        assert found.context["count_text"] == "共 1 条"
        assert title in found.content.decode()


LIGHTS = [("red", "逾期"), ("amber", "将到期"), ("green", "正常")]


def test_the_history_keeps_the_old_deadline(branch, secretary, client):
    item = make_item(branch, secretary, DAY, due_on=date(2026, 5, 31))
    client.post(address("extend", item), {"due_on": "2030-08-31", "reason": "等待施工", "version": 1})
    (table,) = [t["table"] for t in client.get(address("detail", item)).context["tables"] if "沿革" in t["title"]]
    assert [day in table.body for day in ("2026-05-31", "2030-08-31")] == [True, True]


def test_a_problem_of_a_meeting_is_raised_from_it_and_both_know_of_the_other(root, branch, secretary, client):
    life = make_meeting(branch, secretary, DAY, MeetingKind.LIFE)
    committee = make_meeting(branch, secretary, DAY, MeetingKind.COMMITTEE)
    detail = reverse("meetings:detail", args=[life.pk])
    url = reverse("meetings:raise", args=[life.pk])
    assert url in [each["url"] for each in client.get(detail).context["more"]]
    form = client.get(url, {"problem": "学习抓得不紧"}).context["form"]
    assert {name: form.initial.get(name) for name in ("org", "source", "title", "date", "due_on")} == {
        "org": branch.pk, "source": "organisation_life", "title": "学习抓得不紧", "date": None, "due_on": None,
    }  # fmt: skip
    other = client.get(reverse("meetings:raise", args=[committee.pk])).context["form"]
    assert (other.initial["source"], other.initial["title"]) == ("other", "")
    client.post(url, typed(branch))
    item = RectificationItem.objects.get()
    assert item.origin == life
    assert [table["title"] for table in client.get(detail).context["tables"]] == ["由此提出的整改问题"]
    facts = client.get(address("detail", item)).context["groups"][0]["facts"]
    (shown,) = [fact["value"] for fact in facts if fact["label"] == "由哪条记录提出"]
    assert f'href="{detail}"' in shown
    assert client.get(reverse("meetings:detail", args=[committee.pk])).context["tables"] == []


def test_cancelling_and_export(branch, secretary, client):
    item = make_item(branch, secretary, DAY, progress=[(date(2026, 3, 3), "开始")])
    export = client.get(reverse("rectification:list"), {"export": "xlsx"})
    assert export["Content-Type"].startswith("application/vnd.openxmlformats")
    client.post(address("cancel", item), {"reason": "重复", "version": 1})
    item.refresh_from_db()
    assert item.status == Status.CANCELLED
    assert labels(client.get(address("detail", item))) == []


def test_a_sibling_sees_nothing_and_a_reader_changes_nothing(root, branch, secretary, client):
    item = make_item(branch, secretary, DAY)
    client.force_login(make_user(make_org(root)))
    for name in ("detail", "edit", "cancel", *STEPS):
        assert client.get(address(name, item)).status_code == 404
    assert client.get(address("review", item)).status_code == 403
    client.force_login(make_user(branch, Role.READER))
    assert client.get(address("detail", item)).status_code == 200
    assert labels(client.get(address("detail", item))) == []
    for name in ("edit", "cancel", *STEPS, "review"):
        assert client.get(address(name, item)).status_code == 403


def test_the_figure_on_the_list_equals_its_rows(branch, secretary, client):
    make_item(branch, secretary, DAY, due_on=date(2026, 5, 1))
    make_item(branch, secretary, DAY, due_on=date(2026, 5, 1), closed_on=date(2026, 7, 1))
    make_item(branch, secretary, DAY, due_on=date(2026, 6, 30))
    query = {"figure": "逾期未销号问题数", "of": branch.code, "period": "2026H1", "on": "2026-06-30"}
    page = client.get(reverse("rectification:list"), query).content.decode()
    assert "逾期未销号问题数：2个" in page
    assert "共 2 条" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(branch, secretary, client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_item(branch, secretary, DAY, progress=[(date(2026, 3, 3), "开始")])
    with django_assert_num_queries(9):
        client.get(reverse("rectification:list"))
