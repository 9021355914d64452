"""The pages: what is owed and why, the heat map level by level, the year by months."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup, Profile
from tests.factories.committees import make_term
from tests.factories.dues import make_month
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan
from tests.factories.rectification import make_item
from tests.factories.visits import make_talk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_twelfth_of_may():
    with time_machine.travel("2026-05-12 10:00+08:00", tick=False):
        yield


@pytest.fixture
def tree():
    """A committee over a general branch (with two branches) and a branch."""
    root = make_org(kind=OrgKind.COMMITTEE)
    general = make_org(root, kind=OrgKind.GENERAL_BRANCH)
    return root, general, make_org(general), make_org(general), make_org(root)


def at(heat, column):
    return [head["label"] for head in heat["heads"]].index(column)


def heat_rows(heat, column):
    cells = {row["label"]: row["cells"][at(heat, column)] for row in heat["rows"]}
    return {label: (cell["text"], cell["sub"]) for label, cell in cells.items()}


class TestOwed:
    def test_grouped_by_urgency_with_reason_article_and_where_to_go(self, tree, client):
        branch = tree[2]
        by = make_user(branch)
        for month in (1, 2, 4):
            make_meeting(branch, by, date(2026, month, 8))
        client.force_login(by)
        context = client.get(reverse("compliance:owed"), {"duty": "committee"}).context
        assert [(part["title"], [item["title"] for item in part["entries"]]) for part in context["sections"]] == [
            ("现在欠着的", ["2026年3月支委会"]),
            ("还有时间的", ["2026年5月支委会"]),
            ("已经办了的", ["2026年1月支委会", "2026年2月支委会", "2026年4月支委会"]),
        ]
        missing, done = context["sections"][0]["entries"][0], context["sections"][2]["entries"][0]
        assert missing == {
            "title": "2026年3月支委会",
            "detail": "还没有记录，2026-03-31已到期。办过的请补录；没办的补不了这一期，下一期请按时办。",
            "light": "red",
            "word": "欠缺",
            "article": "《中国共产党支部工作条例（试行）》第十二条",
            "rule": "支部委员会会议：每月 1 次",
            "rule_url": f"{reverse('rules:history')}?code=meeting.committee.frequency",
            "url": f"{reverse('meetings:create')}?org={branch.pk}&kind=is_committee",
            "action_label": "去登记",
        }
        assert done["action_label"] == "看记录"
        assert client.get(done["url"]).context["count_text"] == "共 1 条"
        form = client.get(missing["url"]).context["form"]
        assert (form.initial["kinds"], form.initial["org"]) == (["is_committee"], branch.pk)

    def test_every_line_leads_to_a_page_that_opens(self, tree, client):
        branch = tree[2]
        by = make_user(branch)
        make_meeting(branch, by, date(2026, 4, 8), *MeetingKind)
        make_term(branch, by)
        make_item(branch, by, date(2026, 3, 1))
        make_plan(branch, by, date(2026, 6, 30))
        make_talk(branch, by, date(2026, 3, 1))
        member = make_member(branch, by)
        for month in (202601, 202602, 202603):
            make_month(member, by, month)
        client.force_login(by)
        sections = client.get(reverse("compliance:owed")).context["sections"]
        urls = {item["url"] for part in sections for item in part["entries"]}
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)

    def test_a_deadline_on_record_cites_no_rule_of_reminders(self, tree, client):
        branch = tree[2]
        by = make_user(branch)
        make_item(branch, by, date(2026, 3, 1), due_on=date(2026, 4, 30), title="活动少")
        client.force_login(by)
        (item,) = client.get(reverse("compliance:owed"), {"duty": "rectification"}).context["sections"][0]["entries"]
        assert (item["title"], item["article"], item["rule"]) == (
            "活动少",
            "期限以登记的为准",
            "到期前多少天提醒：30 天",
        )

    def test_hints_stand_apart_and_lead_to_the_roster(self, tree, client):
        branch = tree[2]
        make_member(branch, make_user(branch))
        client.force_login(make_user(branch, Role.READER))
        (part,) = [
            part for part in client.get(reverse("compliance:owed")).context["sections"] if part["title"] == "请核对的"
        ]
        (item,) = part["entries"]
        assert (item["word"], item["action_label"], client.get(item["url"]).status_code) == ("提示", "看花名册", 200)

    def test_a_reader_is_offered_no_form(self, tree, client):
        branch = tree[2]
        client.force_login(make_user(branch, Role.READER))
        sections = client.get(reverse("compliance:owed"), {"duty": "committee"}).context["sections"]
        assert {item["url"] for part in sections for item in part["entries"]} == {""}

    def test_another_branch_and_nonsense_are_not_found(self, tree, client):
        _, _, branch, sibling, _ = tree
        client.force_login(make_user(branch))
        for page in ("owed", "heat", "months", "calendar", "ics"):
            for asked in (sibling.pk, "x", "²", 999_999):
                assert client.get(reverse(f"compliance:{page}"), {"org": asked}).status_code == 404

    def test_another_branchs_habits_are_not_offered_in_a_form(self, tree, client):
        _, _, branch, sibling, _ = tree
        make_meeting(sibling, make_user(sibling), date(2026, 4, 8), place="邻支部活动室")
        client.force_login(make_user(branch))
        form = client.get(reverse("meetings:create"), {"org": sibling.pk}).context["form"]
        assert (form.initial["place"], form.initial["org"]) == ("", None)


class TestHeat:
    def test_a_general_branch_sums_its_branches_and_leads_to_them(self, tree, client):
        root, general, first, second, direct = tree
        for branch in (first, direct):
            by = make_user(branch)
            for month in (1, 2, 3, 4):
                make_meeting(branch, by, date(2026, month, 8))
        client.force_login(make_user(root, Role.MANAGER))
        heat = client.get(reverse("compliance:heat")).context["heat"]
        assert heat_rows(heat, "支委会") == {
            f"{root.short_name}（本级）": ("—", ""),
            general.short_name: ("4/8", "欠缺4"),
            direct.short_name: ("4/4", ""),
        }
        row = next(row for row in heat["rows"] if row["label"] == general.short_name)
        assert row["cells"][at(heat, "支委会")]["title"] == f"{general.short_name}支委会：欠缺4，待办2，已办4"
        below = client.get(row["url"]).context["heat"]
        assert heat_rows(below, "支委会") == {
            f"{general.short_name}（本级）": ("—", ""),
            first.short_name: ("4/4", ""),
            second.short_name: ("0/4", "欠缺4"),
        }
        leaf = next(row for row in below["rows"] if row["label"] == second.short_name)
        page = client.get(leaf["cells"][at(below, "支委会")]["url"])
        assert (page.context["title"], page.context["narrowed"]) == (f"{second.short_name}应办事项", "支委会")

    def test_the_total_counts_each_light_once(self, tree, client):
        root = tree[0]
        client.force_login(make_user(root, Role.MANAGER))
        heat = client.get(reverse("compliance:heat")).context["heat"]
        for row in heat["rows"]:
            kept = [cell["text"].split("/") for cell in row["cells"] if "/" in cell["text"]]
            total, *parts = [(int(done), int(of)) for done, of in kept] or [(0, 0)]
            assert total == (sum(done for done, _ in parts), sum(of for _, of in parts))

    def test_a_secretary_of_a_general_branch_sees_only_that(self, tree, client):
        _, general, *_ = tree
        client.force_login(make_user(general))
        heat = client.get(reverse("compliance:heat")).context["heat"]
        assert [row["label"] for row in heat["rows"]] == [f"{general.short_name}（本级）"]

    def test_a_kind_leads_to_its_months_unit_by_unit(self, tree, client):
        root, general, first, second, direct = tree
        by = make_user(first)
        for month in (1, 2, 4):
            make_meeting(first, by, date(2026, month, 8))
        client.force_login(make_user(root, Role.MANAGER))
        heat = client.get(reverse("compliance:heat")).context["heat"]
        page = client.get(heat["heads"][at(heat, "支委会")]["url"])
        months = page.context["heat"]
        assert page.context["title"] == f"{root.short_name}支委会各月完成情况"
        assert [head["label"] for head in months["heads"]] == ["合计", *(f"{month}月" for month in range(1, 13))]
        assert heat_rows(months, "合计") == {
            general.short_name: ("3/8", "欠缺5"),
            direct.short_name: ("0/4", "欠缺4"),
        }
        assert heat_rows(months, "3月")[general.short_name] == ("0/2", "欠缺2")
        assert heat_rows(months, "12月")[general.short_name] == ("—", "")
        row = next(row for row in months["rows"] if row["label"] == general.short_name)
        below = client.get(row["url"]).context["heat"]
        assert heat_rows(below, "合计") == {first.short_name: ("3/4", "欠缺1"), second.short_name: ("0/4", "欠缺4")}
        leaf = next(row for row in below["rows"] if row["label"] == first.short_name)
        assert client.get(leaf["url"]).context["narrowed"] == "支委会"

    def test_a_branch_has_no_heat_map_but_its_list(self, tree, client):
        branch = tree[2]
        client.force_login(make_user(branch))
        assert client.get(reverse("compliance:heat")).url == f"{reverse('compliance:owed')}?org={branch.pk}"

    @pytest.mark.parametrize("branches", [1, 3])
    def test_the_queries_do_not_grow_with_branches_or_records(self, branches, client, django_assert_num_queries):
        root = make_org(kind=OrgKind.COMMITTEE)
        for number in range(branches):
            branch = make_org(root)
            by = make_user(branch)
            Profile.objects.filter(org=branch).update(contact_leader="郑某")
            PartyGroup.objects.create(org=branch, name="第一", since=date(2025, 1, 1))
            make_term(branch, by)
            for _ in range(number + 1):
                make_meeting(branch, by, date(2026, 4, 1))
                make_item(branch, by, date(2026, 3, 1))
                make_month(make_member(branch, by), by, 202604)
        client.force_login(make_user(root, Role.MANAGER))
        for address, queries in ((reverse("compliance:heat"), 16), (f"{reverse('compliance:heat')}?duty=group", 16)):
            with django_assert_num_queries(queries):
                client.get(address)


class TestMonths:
    def test_a_branchs_year(self, tree, client):
        branch = tree[2]
        by = make_user(branch)
        make_meeting(branch, by, date(2026, 2, 8), MeetingKind.GENERAL)
        client.force_login(by)
        heat = client.get(reverse("compliance:months")).context["heat"]
        rows = {row["label"]: [cell["text"] for cell in row["cells"]] for row in heat["rows"]}
        nothing = ["—"] * 12
        assert rows["党员大会"] == ["—", "—", "1/1", "—", "—", "待办", *nothing[6:]]
        assert rows["支委会"] == ["0/1", "0/1", "0/1", "0/1", "待办", *nothing[5:]]
        assert "组织生活会" not in rows  # of 2026 it is due by March 2027

    def test_in_the_second_half_the_first_stays_visible(self, tree, client):
        branch = tree[2]
        with time_machine.travel("2026-08-01 10:00+08:00", tick=False):
            client.force_login(make_user(branch))
            heat = client.get(reverse("compliance:months")).context["heat"]
        committee = next(row for row in heat["rows"] if row["label"] == "支委会")
        assert [cell["text"] for cell in committee["cells"][:8]] == ["0/1"] * 7 + ["待办"]
