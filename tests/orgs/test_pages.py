"""The pages of organisations, as a manager and as others see them."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.orgs.actions import add_tag, create_group
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Placement, Profile
from tests.factories.members import make_member
from tests.factories.orgs import FOUNDED, make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.WORKING_COMMITTEE, name="青禾街道党工委")
    general = make_org(root, kind=OrgKind.GENERAL_BRANCH, name="东片党总支")
    return root, general, make_org(general, name="甲支部"), make_org(root, name="乙支部")


@pytest.fixture
def manager(office, client):
    user = make_user(office[0], Role.MANAGER)
    client.force_login(user)
    return user


def page(client, name, org, data=None):
    url = reverse(f"orgs:{name}", args=[org.pk])
    return client.get(url) if data is None else client.post(url, data)


def typed(parent, **changes) -> dict[str, str]:
    data = {
        "parent": parent.pk, "kind": "branch", "name": "中共青禾街道丙支部委员会", "short_name": "丙支部", "code": "C",
        "founded_on": "2026-03-01", "sector": "school", "secretary": "周同", "contact_leader": "",
        "activity": "每月5日", "phone": "",
    }  # fmt: skip
    return {**data, **changes}


def test_the_tree_shows_each_below_its_superior(office, manager, client):
    for _ in range(2):
        make_member(office[2], manager)
    body = client.get(reverse("orgs:list")).context["table"].body
    names = ["青禾街道党工委", "　东片党总支", "　　甲支部", "　乙支部"]
    places = [body.index(f">{name}<") for name in names]
    assert places == sorted(places)
    assert body.count('data-label="党员" class="num">2<') == 1


def test_the_tree_is_filtered(office, manager, client):
    _, general, branch, _ = office
    add_tag(org=branch, tag="示范点", since=FOUNDED, by=None)
    url = reverse("orgs:list")
    counts = {
        key: client.get(url, {key: value}).context["count_text"]
        for key, value in {
            "org": general.pk,
            "kind": "branch",
            "tag": "示范点",
            "q": "乙",
            "state": "dissolved",
        }.items()
    }
    assert counts == {"org": "共 2 个", "kind": "共 2 个", "tag": "共 1 个", "q": "共 1 个", "state": "共 0 个"}


def test_founding_an_organisation(office, manager, client):
    root, *_ = office
    response = client.post(reverse("orgs:create"), typed(root))
    org = Organisation.objects.get(code="C")
    assert response.url == reverse("orgs:detail", args=[org.pk])
    profile = org.profiles.get()
    assert (profile.sector, profile.secretary, profile.activity_rule.words, profile.since) == (
        Sector.SCHOOL, "周同", "每月5日", date(2026, 3, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "中共东片党总支"}, "已经有这个全称的党组织"),
        ({"founded_on": "2999-01-01"}, "之后，请核对"),
        ({"activity": "随时"}, "请写成 每月第一个周五"),
        ({"phone": "12"}, "电话号码的格式不对"),
        ({"code": ""}, "必填"),
    ],
)
def test_a_founding_that_cannot_be_is_refused_and_nothing_typed_is_lost(office, manager, client, changes, message):
    response = client.post(reverse("orgs:create"), typed(office[0], **changes))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert 'value="丙支部"' in response.content.decode()
    assert Organisation.objects.count() == 4


def test_a_branch_is_offered_as_no_superior(office, manager, client):
    root, general, *_ = office
    form = client.get(reverse("orgs:create")).context["form"]
    assert set(form.fields["parent"].queryset) == {root, general}


def test_facts_profile_and_place_change_through_their_pages(office, manager, client):
    root, _, branch, _ = office
    facts = {"name": branch.name, "short_name": "新苑支部", "code": branch.code, "phone": "010-66550000", "version": 1}
    page(client, "edit", branch, facts)
    page(client, "profile", branch, {"since": "2026-04-01", "sector": "community", "secretary": "吴越", "activity": ""})
    page(client, "move", branch, {"parent": root.pk, "on": "2026-04-01"})
    branch.refresh_from_db()
    assert (branch.short_name, branch.phone, branch.version) == ("新苑支部", "010-66550000", 2)
    assert list(Profile.objects.filter(org=branch).order_by("since").values_list("secretary", flat=True)) == [
        "",
        "吴越",
    ]
    assert Placement.objects.get(org=branch, until=FOREVER).parent == root
    assert "已被别人修改" in page(client, "edit", branch, facts).content.decode()


def test_tags_and_groups_begin_and_end(office, manager, client):
    *_, branch = office
    page(client, "tag", branch, {"tag": "品牌", "since": "2026-01-01"})
    page(client, "group", branch, {"name": "第一党小组", "leader": "", "since": "2026-01-01"})
    tag, group = OrganisationTag.objects.get(), PartyGroup.objects.get()
    body = page(client, "detail", branch).content.decode()
    assert f"?tag={tag.pk}" in body
    assert f"?group={group.pk}" in body
    page(client, "untag", branch, {"tag": tag.pk, "on": "2026-06-01"})
    page(client, "group_close", branch, {"group": group.pk, "on": "2026-06-01"})
    assert [OrganisationTag.objects.get().until, PartyGroup.objects.get().until] == [date(2026, 6, 1)] * 2


def test_the_tags_and_groups_of_another_organisation_are_out_of_reach(office, manager, client):
    _, _, branch, other = office
    tag = add_tag(org=other, tag="品牌", since=FOUNDED, by=None)
    group = create_group(group=PartyGroup(org=other, name="第一党小组", since=FOUNDED), by=None)
    assert page(client, "untag", branch, {"tag": tag.pk, "on": "2026-06-01"}).status_code == 422
    assert page(client, "group_close", branch, {"group": group.pk, "on": "2026-06-01"}).status_code == 422


def test_a_dissolved_branch_leaves_the_list_but_not_the_books(office, manager, client):
    *_, branch = office
    member = make_member(branch, manager)
    answer = page(client, "dissolve", branch, {"on": "2026-05-01", "reason": "整合"})
    assert "名册上还有1人" in answer.content.decode()
    member.standings.all().delete()
    page(client, "dissolve", branch, {"on": "2026-05-01", "reason": "整合"})
    assert client.get(reverse("orgs:list")).context["count_text"] == "共 3 个"
    assert client.get(reverse("orgs:list"), {"state": "dissolved"}).context["count_text"] == "共 1 个"
    shown = page(client, "detail", branch)
    assert (shown.context["status_mark"]["label"], shown.context["primary"]) == ("已撤销", None)


def test_a_secretary_reads_the_own_branch_and_changes_nothing(office, client):
    _, general, branch, other = office
    client.force_login(make_user(branch))
    assert client.get(reverse("orgs:list")).context["count_text"] == "共 1 个"
    assert [page(client, "detail", org).status_code for org in (branch, other, general)] == [200, 404, 404]
    assert [page(client, name, branch).status_code for name in ("edit", "profile", "move", "dissolve", "tag")] == [
        403
    ] * 5
    assert client.get(reverse("orgs:create")).status_code == 403


def test_a_manager_reaches_only_the_own_subtree(office, client):
    root, general, branch, other = office
    client.force_login(make_user(general, Role.MANAGER))
    assert [page(client, "edit", org).status_code for org in (general, branch, other, root)] == [200, 200, 404, 404]
    assert page(client, "move", branch, {"parent": root.pk, "on": "2026-04-01"}).status_code == 422
    assert client.post(reverse("orgs:create"), typed(root)).status_code == 422


def test_a_figure_leads_to_its_organisations(office, manager, client):
    root, *_ = office
    query = {"figure": "党支部数", "of": root.code, "period": "2026H1", "on": "2026-06-30"}
    shown = client.get(reverse("orgs:list"), query)
    assert shown.context["count_text"] == "共 2 个"
    assert shown.context["banner"]["title"] == "党支部数：2个"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_tree_asks_the_same_number_of_queries(office, manager, client, rows, django_assert_num_queries):
    for _ in range(rows):
        make_org(office[1])
    with django_assert_num_queries(13):
        assert client.get(reverse("orgs:list")).context["count_text"] == f"共 {rows + 4} 个"
