"""The pages of members, as a secretary and as others see them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.members.enums import Flag, Stage
from partywork.members.models import Member, MemberFlag, Standing
from partywork.orgs.enums import OrgKind
from tests.factories.members import id_number, make_flag, make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STEPS = (
    "edit",
    "stage",
    "group",
    "move",
    "transfer_out",
    "leave",
    "return",
    "settle",
    "apply_again",
    "undo",
    "annul",
    "flag",
)


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


def typed(branch, **changes) -> dict[str, str]:
    """What a browser sends for a full member."""
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "name": "周 某", "id_number": id_number("19800101", "002"),
        "gender": "", "born_on": "", "phone": "138 0000 0000", "ethnicity": "汉族", "education": "university",
        "admitted_on": "2010-07-01", "full_on": "2011-07-01", "stage": "full", "since": "2020-01-01",
        "opening": "recorded", "note": "",
    }  # fmt: skip
    return {**data, **changes}


def text(response) -> str:
    return response.content.decode()


def test_registering_saves_the_person_with_a_standing_and_an_event(branch, secretary, client):
    response = client.post(reverse("members:create"), typed(branch))
    member = Member.objects.get()
    assert response.url == reverse("members:detail", args=[member.pk])
    assert (member.name, member.gender, member.born_on, member.phone) == (
        "周某", "female", date(1980, 1, 1), "13800000000",
    )  # fmt: skip
    assert [(s.stage, s.since) for s in member.standings.all()] == [("full", date(2020, 1, 1))]
    assert list(AuditEvent.objects.filter(action="member.create").values_list("subject_id", flat=True)) == [member.pk]
    client.post(reverse("members:create"), typed(branch))
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id_number": "12345"}, "身份证号码应为18位"),
        ({"since": "2019-12-31"}, "才成立，日期不能更早"),
        ({"since": (TODAY + timedelta(days=1)).isoformat()}, "列入本支部的日期在今天之后"),
        ({"opening": "transfer_in"}, "请写明从哪个党组织转来"),
        ({"id_number": ""}, "请选择性别，或填写公民身份号码"),
        ({"stage": "probationary"}, "人员类别是预备党员，不应有转正日期"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words_and_nothing_is_lost(branch, secretary, client, changes, message):
    response = client.post(reverse("members:create"), typed(branch, **changes))
    assert response.status_code == 422
    assert message in text(response)
    assert 'value="周 某"' in text(response)
    assert Member.objects.count() == 0


def test_the_number_is_masked_shown_on_a_logged_click_and_never_sent_with_the_form(branch, secretary, client):
    client.post(reverse("members:create"), typed(branch))
    member, number = Member.objects.get(), id_number("19800101", "002")
    pages = [reverse(f"members:{name}", args=[member.pk]) for name in ("detail", "edit", "stage")]
    for page in [*pages, reverse("members:list")]:
        assert number not in text(client.get(page))
    assert "110**************" in text(client.get(pages[0]))
    shown = client.post(reverse("members:reveal", args=[member.pk]), {"reason": "verify"})
    assert (number in text(shown), "13800000000" in text(shown), shown["Cache-Control"]) == (True, True, "no-store")
    assert AuditEvent.objects.filter(action="member.reveal", subject_id=member.pk).count() == 1
    assert client.get(reverse("members:reveal", args=[member.pk])).url == pages[0]


def test_an_edit_keeps_what_is_sealed_unless_typed_anew(branch, secretary, client):
    client.post(reverse("members:create"), typed(branch))
    member = Member.objects.get()
    edit = typed(branch, id_number="", phone="", gender="female", born_on="1980-01-01", occupation="会计", version=1)
    assert client.post(reverse("members:edit", args=[member.pk]), edit).status_code == 302
    member.refresh_from_db()
    assert (member.occupation, member.id_number, member.phone) == ("会计", id_number("19800101", "002"), "13800000000")
    response = client.post(reverse("members:edit", args=[member.pk]), {**edit, "phone": "13900000000"})
    assert (response.status_code, "13800000000" in text(response)) == (422, False)


def test_the_roster_of_a_day(branch, secretary, client):
    make_member(branch, secretary, name="周甲", since=date(2020, 1, 1))
    make_member(branch, secretary, name="吴乙", since=date(2025, 3, 1))
    make_member(branch, secretary, name="郑丙", stage=Stage.ACTIVIST)
    url = reverse("members:list")
    asked = [{}, {"as_of": "2025-02-28"}, {"stage": "all"}, {"stage": "development"}, {"stage": "activist"}]
    assert [client.get(url, query).context["count_text"] for query in asked] == [
        "共 2 条", "共 1 条", "共 3 条", "共 1 条", "共 1 条",
    ]  # fmt: skip
    assert client.get(url, {"q": "吴"}).context["count_text"] == "共 1 条"
    assert client.get(url, {"as_of": "昨天"}).status_code == 200


def test_filter_by_circumstance_and_its_own_list(branch, secretary, client):
    member = make_member(branch, secretary)
    make_member(branch, secretary)
    make_flag(member, secretary, Flag.FLOATING, date(2026, 1, 1))
    assert client.get(reverse("members:list"), {"flag": "floating"}).context["count_text"] == "共 1 条"
    assert client.get(reverse("members:list"), {"flag": "lost"}).context["count_text"] == "共 0 条"
    flags = reverse("members:flags")
    days = [{"as_of": "2025-12-31"}, {"as_of": "2026-01-01"}]
    assert [client.get(flags, day).context["count_text"] for day in days] == ["共 0 条", "共 1 条"]


def test_exact_search_by_id_number(branch, secretary, client):
    client.post(reverse("members:create"), typed(branch))
    url, member = reverse("members:find"), Member.objects.get()
    number = id_number("19800101", "002")
    assert client.post(url, {"id_number": number}).url == reverse("members:detail", args=[member.pk])
    assert client.post(url, {"id_number": number[:-1]}).status_code == 422
    client.force_login(make_user(make_org(make_org(kind=OrgKind.COMMITTEE))))
    assert client.post(url, {"id_number": number}).status_code == 422


def test_each_step_through_its_page(branch, secretary, client):
    member = make_member(
        branch, secretary, stage=Stage.PROBATIONARY, since=date(2025, 5, 20), admitted_on=date(2025, 5, 20)
    )

    def post(step, **given):
        version = Member.objects.get(pk=member.pk).version
        response = client.post(reverse(f"members:{step}", args=[member.pk]), {"version": version, **given})
        assert response.status_code == 302, text(response)

    assert client.post(reverse("members:stage", args=[member.pk]), {"version": 1, "stage": "full"}).status_code == 422
    post("stage", stage="full", on="2026-05-20")
    post("flag", flag="floating", since="2026-05-21", note="外省")
    flag = MemberFlag.objects.get()
    assert client.post(reverse("members:lower_flag", args=[flag.pk]), {"on": "2026-05-21"}).status_code == 422
    assert client.post(reverse("members:lower_flag", args=[flag.pk]), {"on": "2026-06-01"}).status_code == 302
    assert client.post(reverse("members:withdraw_flag", args=[flag.pk]), {"reason": "登错"}).status_code == 302
    standing = Standing.objects.get(stage="full")
    correct = {"version": Member.objects.get().version, "since": "2026-05-25", "reason": "日期抄错"}
    assert client.post(reverse("members:correct", args=[standing.pk]), correct).status_code == 302
    post("transfer_out", on="2026-06-10", note="外地某支部")
    post("undo", reason="手续没有办完")
    post("leave", closing="suspended", on="2026-06-20")
    post("return", opening="readmitted", org=branch.pk, on="2026-06-30")
    shown = text(client.get(reverse("members:detail", args=[member.pk])))
    assert ("改正或撤销前的登记" in shown, "恢复党籍" in shown) == (True, True)
    post("annul", reason="重复登记")
    assert client.get(reverse("members:detail", args=[member.pk])).status_code == 200
    assert client.get(reverse("members:stage", args=[member.pk])).status_code == 404


def test_a_move_is_the_managers_and_the_old_branch_may_still_read(root, branch, secretary, client):
    member, other = make_member(branch, secretary), make_org(root)
    url = reverse("members:move", args=[member.pk])
    given = {"version": 1, "org": other.pk, "on": "2026-06-01", "note": ""}
    assert client.post(url, given).status_code == 422
    client.force_login(make_user(root, Role.MANAGER))
    assert client.post(url, given).status_code == 302
    client.force_login(secretary)
    assert client.get(reverse("members:detail", args=[member.pk])).status_code == 200
    assert client.get(reverse("members:edit", args=[member.pk])).status_code == 404
    assert client.post(reverse("members:reveal", args=[member.pk])).status_code == 404
    assert client.get(reverse("members:list")).context["count_text"] == "共 0 条"


def test_a_sibling_sees_nothing_and_a_reader_changes_nothing(root, branch, secretary, client):
    member = make_member(branch, secretary)
    flag = make_flag(member, secretary, Flag.LOST, date(2026, 1, 1))
    standing = member.standings.get()
    closed = [reverse(f"members:{step}", args=[member.pk]) for step in STEPS]
    closed += [reverse(f"members:{step}", args=[flag.pk]) for step in ("lower_flag", "withdraw_flag")]
    closed += [reverse("members:correct", args=[standing.pk])]
    client.force_login(make_user(make_org(root)))
    assert [client.get(url).status_code for url in [*closed, reverse("members:detail", args=[member.pk])]] == [404] * 16
    assert client.get(reverse("members:list")).context["count_text"] == "共 0 条"
    client.force_login(make_user(branch, Role.READER))
    assert [client.get(url).status_code for url in closed] == [403] * 15
    page = text(client.get(reverse("members:detail", args=[member.pk])))
    assert (client.get(reverse("members:detail", args=[member.pk])).status_code, "显示</button>" in page) == (
        200,
        False,
    )


@pytest.mark.parametrize(
    ("figure", "page", "count"),
    [("党员总数", "members:list", 2), ("接收预备党员数", "members:list", 1), ("困难党员数", "members:flags", 1)],
)
def test_the_rows_behind_a_figure(branch, secretary, client, figure, page, count):
    member = make_member(
        branch, secretary, stage=Stage.PROBATIONARY, since=date(2026, 5, 20), admitted_on=date(2026, 5, 20)
    )
    make_flag(make_member(branch, secretary), secretary, Flag.HARDSHIP, date(2026, 6, 30))
    query = {"figure": figure, "of": branch.code, "period": "2026H1", "on": "2026-06-30"}
    version = Member.objects.get(pk=member.pk).version
    client.post(
        reverse("members:stage", args=[member.pk]), {"version": version, "stage": "full", "on": TODAY.isoformat()}
    )
    shown = client.get(reverse(page), query)
    assert (f"{figure}：{count}名" in text(shown), shown.context["count_text"]) == (True, f"共 {count} 条")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_ask_the_same_number_of_queries(branch, secretary, client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_flag(make_member(branch, secretary), secretary, Flag.HARDSHIP, date(2026, 1, 1))
    with django_assert_num_queries(8):
        client.get(reverse("members:list"))
    with django_assert_num_queries(6):
        client.get(reverse("members:flags"))
    with django_assert_num_queries(12):
        client.get(reverse("members:detail", args=[Member.objects.latest("pk").pk]))


def test_nothing_is_shown_without_a_reason_and_the_log_says_it(branch, secretary, client):
    client.post(reverse("members:create"), typed(branch))
    member, number = Member.objects.get(), id_number("19800101", "002")
    url = reverse("members:reveal", args=[member.pk])
    for refused in ({}, {"reason": "就看看"}):
        answer = client.post(url, refused, follow=True)
        assert number not in text(answer)
        assert "请先选择为什么查看，再点“显示”。" in text(answer)
    assert not AuditEvent.objects.filter(action="member.reveal").exists()
    client.post(url, {"reason": "verify"})
    event = AuditEvent.objects.get(action="member.reveal")
    assert event.summary == f"查看{member.name}的证件号码和电话：核对材料"
