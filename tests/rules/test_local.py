"""Local rules: set by a manager for a subtree, from a day on, with the ground; the past stays as it was."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from partywork.rules.actions import set_local_rule
from partywork.rules.models import Rule
from partywork.rules.queries import rule
from partywork.rules.values import Bracket, Frequency, Range, Share, dump, read
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 12)
COMMITTEE, ROUNDING = "meeting.committee.frequency", "dues.rounding"


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def manager(root):
    return make_user(root, Role.MANAGER)


def put(org, by, **changes):
    given: dict[str, Any] = {
        "code": COMMITTEE, "value": {"times": 2, "every": "month"}, "effective_from": TODAY, "note": "街道年度安排",
        "today": TODAY,
    }  # fmt: skip
    return set_local_rule(org=org, by=by, **(given | changes))


@pytest.mark.parametrize(
    "value",
    [
        3,
        True,
        Frequency(1, "year"),
        Share(1, 2),
        Share(4, 5, strict=True),
        Share(1, 3, limit=True),
        Range(20, 100),
        (Bracket(None, 5),),
    ],
)
def test_a_value_survives_being_stored(value):
    assert read(dump(value)) == value


def test_it_holds_for_the_subtree_from_its_day_on(root, manager):
    branch = make_org(root)
    put(root, manager, effective_from=date(2026, 6, 1))
    days = (date(2026, 5, 31), date(2026, 6, 1))
    assert [rule(COMMITTEE, on=day, org=branch) for day in days] == [Frequency(1, "month"), Frequency(2, "month")]
    assert rule(COMMITTEE, on=date(2026, 6, 1), org=make_org()) == Frequency(1, "month")
    stored = Rule.objects.get(org=root)
    assert (stored.title, stored.unit, stored.is_local, stored.citation) == ("支部委员会会议", "次", True, "地方设置")
    assert AuditEvent.objects.filter(action="rule.set").get().org_id == root.pk


def test_a_second_setting_for_one_day_replaces_the_first_and_a_later_one_joins_it(root, manager):
    put(root, manager)
    put(root, manager, value={"times": 3, "every": "month"})
    put(root, manager, effective_from=date(2026, 7, 1), value={"times": 1, "every": "month"})
    assert list(Rule.objects.filter(org=root).values_list("effective_from", "value__times")) == [
        (TODAY, 3),
        (date(2026, 7, 1), 1),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"effective_from": date(2026, 5, 11)}, "effective_from"),
        ({"note": " "}, "note"),
        ({"value": {"times": 0, "every": "month"}}, "value"),
        ({"value": {"times": 1, "every": "day"}}, "value"),
        ({"code": "meeting.general.quorum", "value": {"part": 3, "whole": 2}}, "value"),
        ({"code": "org.branch_committee.size", "value": {"least": 9, "most": 3}}, "most"),
        ({"value": {"times": 1, "every": "month"}}, "__all__"),  # as it is
        ({"value": 3}, "__all__"),  # another sort
        ({"code": "meeting.nothing"}, "__all__"),
        ({"code": "dues.salary.brackets", "value": [{"up_to_fen": None, "rate": 1}]}, "__all__"),
    ],
)
def test_what_cannot_be_set_is_refused_beside_its_field(root, manager, changes, field):
    with pytest.raises(ValidationError) as refused:
        put(root, manager, **changes)
    assert list(getattr(refused.value, "error_dict", {"__all__": None})) == [field]
    assert not Rule.objects.filter(org=root).exists()


def test_what_no_national_text_lays_down_may_be_waived_nothing_else(root, manager):
    waived = put(root, manager, code="meeting.lecture.frequency", value={"times": 0, "every": "quarter"})
    assert waived.shown == "不作要求"
    again = put(
        root, manager, code="meeting.lecture.frequency", value={"times": 1, "every": "month"},
        effective_from=date(2026, 7, 1),
    )  # fmt: skip
    assert again.shown == "每月 1 次"
    put(root, manager)  # now the unit's own rule holds; the national text behind it still does not let it go
    with pytest.raises(ValidationError):
        put(root, manager, value={"times": 0, "every": "month"}, effective_from=date(2026, 7, 1))


QUARTERLY, QUORUM, LECTURE = "meeting.general.frequency", "meeting.general.quorum", "meeting.lecture.frequency"


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (QUARTERLY, {"times": 1, "every": "year"}),
        (QUARTERLY, {"times": 4, "every": "year"}),  # as many, but a quarter may pass without
        (QUARTERLY, {"times": 3, "every": "half_year"}),
        (QUORUM, {"part": 49, "whole": 100}),
    ],
)
def test_nobody_asks_for_less_than_a_national_text(root, manager, code, value):
    with pytest.raises(ValidationError, match="当地只能要求更高，不能降低"):
        put(root, manager, code=code, value=value)
    assert not Rule.objects.filter(org=root).exists()


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (QUARTERLY, {"times": 2, "every": "quarter"}),
        (QUARTERLY, {"times": 1, "every": "month"}),
        (QUORUM, {"part": 2, "whole": 3}),
        (LECTURE, {"times": 1, "every": "year"}),  # no national text says how often
    ],
)
def test_a_unit_may_ask_for_more_and_sets_freely_what_no_text_lays_down(root, manager, code, value):
    assert put(root, manager, code=code, value=value).value == value


def test_a_unit_returns_to_the_national_rule_after_asking_for_more(root, manager):
    put(root, manager, code=QUARTERLY, value={"times": 1, "every": "month"})
    back = put(root, manager, code=QUARTERLY, value={"times": 1, "every": "quarter"}, effective_from=date(2026, 7, 1))
    assert back.shown == "每季度 1 次"


class TestPages:
    @pytest.fixture(autouse=True)
    def on_the_twelfth_of_may(self):
        with time_machine.travel("2026-05-12 10:00+08:00", tick=False):
            yield

    def fill(self, org, **changes):
        return {"org": org.pk, "effective_from": "2026-06-01", "note": "街道年度安排"} | changes

    def test_a_manager_sets_a_frequency_and_reads_its_history(self, root, manager, client):
        client.force_login(manager)
        page = f"{reverse('rules:set')}?code={COMMITTEE}"
        assert client.get(page).context["form"].fields["times"].initial == 1
        answer = client.post(page, self.fill(root, times=2, every="month"))
        assert answer.url == f"{reverse('rules:history')}?code={COMMITTEE}"
        text = client.get(answer.url).content.decode()
        assert "每月 2 次" in text
        assert "街道年度安排" in text
        assert "《中国共产党支部工作条例（试行）》第十二条" in text

    def test_the_form_names_its_rule_and_says_where_nought_is_possible(self, manager, client):
        client.force_login(manager)
        found = {}
        for code in (COMMITTEE, "meeting.lecture.frequency"):
            page = client.get(f"{reverse('rules:set')}?code={code}")
            found[page.context["title"]] = page.context["form"].fields["times"].help_text
        assert found == {
            "按当地规定设置：支部委员会会议": "",
            "按当地规定设置：支部党课": "国家没有统一规定的，填 0 表示不作要求",
        }

    def test_money_is_typed_in_yuan(self, root, manager, client):
        client.force_login(manager)
        client.post(f"{reverse('rules:set')}?code={ROUNDING}", self.fill(root, value="0.50"))
        assert Rule.objects.get(org=root).value == 50

    @pytest.mark.parametrize(
        ("code", "typed", "stored"),
        [
            ("dues.advance", {"value": "on"}, True),
            ("meeting.general.quorum", {"part": "2", "whole": "3"}, {"part": 2, "whole": 3}),
            ("meeting.general.vote", {"part": "2", "whole": "3"}, {"part": 2, "whole": 3, "strict": True}),
            ("appraisal.excellent_limit", {"part": "1", "whole": "4"}, {"part": 1, "whole": 4, "limit": True}),
            ("dues.farmer.range", {"least": "0.3", "most": "1"}, {"least": 30, "most": 100}),
        ],
    )
    def test_every_sort_of_value_has_its_fields(self, root, manager, client, code, typed, stored):
        client.force_login(manager)
        client.post(f"{reverse('rules:set')}?code={code}", self.fill(root, **typed))
        assert Rule.objects.get(org=root).value == stored

    def test_a_refusal_stays_on_the_form(self, root, manager, client):
        client.force_login(manager)
        page = f"{reverse('rules:set')}?code={COMMITTEE}"
        answer = client.post(page, self.fill(root, times=2, every="month", effective_from="2026-05-01"))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["effective_from"])

    def test_a_secretary_reads_but_does_not_set(self, root, client):
        branch = make_org(root)
        client.force_login(make_user(branch))
        assert client.get(f"{reverse('rules:history')}?code={COMMITTEE}").context["primary"] is None
        assert client.get(f"{reverse('rules:set')}?code={COMMITTEE}").status_code == 403

    def test_a_manager_sets_nothing_for_strangers(self, root, manager, client):
        client.force_login(manager)
        stranger = make_org()
        answer = client.post(f"{reverse('rules:set')}?code={COMMITTEE}", self.fill(stranger, times=2, every="month"))
        assert list(answer.context["form"].errors) == ["org"]
        assert not Rule.objects.filter(org=stranger).exists()

    def test_an_unknown_rule_and_a_table_of_brackets_have_no_form(self, manager, client):
        client.force_login(manager)
        for code in ("", "meeting.nothing", "dues.salary.brackets"):
            assert client.get(f"{reverse('rules:set')}?code={code}").status_code == 404
        assert client.get(f"{reverse('rules:history')}?code=dues.salary.brackets").context["primary"] is None
