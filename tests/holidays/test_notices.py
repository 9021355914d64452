"""Typing in a year's announcement: the lines, what is refused, the pages."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.holidays.actions import set_holiday_notice
from partywork.holidays.lines import read_off, read_worked, show_off, show_worked
from partywork.holidays.models import HolidayNotice
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

TODAY = date(2098, 12, 1)
OFF = "2099-01-01 元旦\n2099-02-18 至 2099-02-20 春节"
WORKED = "2099-02-15\n2099-01-04"


class TestLines:
    def test_runs_and_single_days_read_and_shown(self):
        days = read_off(f"\n 2099-2-18到2099-02-20  春节\n{OFF.splitlines()[0]}\n", 2099)
        assert days == {"2099-01-01": "元旦", "2099-02-18": "春节", "2099-02-19": "春节", "2099-02-20": "春节"}
        assert show_off(days) == OFF
        assert show_worked(read_worked(WORKED, 2099)) == "2099-01-04\n2099-02-15"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("元旦", "“元旦”看不懂"),
            ("2099-01-01", "“2099-01-01”看不懂"),
            ("2098-12-31 至 2099-01-02 元旦", "“2098-12-31”不在2099年，请核对。"),
            ("2099-01-03 至 2099-01-01 元旦", "“2099-01-03 至 2099-01-01 元旦”的起止日期不对，请核对。"),
            ("2099-01-01 至 2099-01-16 元旦", "“2099-01-01 至 2099-01-16 元旦”的起止日期不对，请核对。"),
        ],
    )
    def test_what_makes_no_sense_is_named(self, text, message):
        with pytest.raises(ValueError, match=message):
            read_off(text, 2099)

    def test_a_worked_day_lies_on_a_weekend(self):
        with pytest.raises(ValueError, match="2099-01-05不是周末"):
            read_worked("2099-01-05", 2099)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def manager(root):
    return make_user(root, Role.MANAGER)


def put(org, by, **changes):
    given: dict[str, Any] = {
        "year": 2099,
        "source": "国办发明电〔2098〕9号",
        "off": OFF,
        "worked": WORKED,
        "today": TODAY,
    } | changes
    return set_holiday_notice(org=org, by=by, **given)


@pytest.mark.django_db
class TestAction:
    def test_typed_in_twice_it_is_replaced_and_both_are_in_the_log(self, root, manager):
        put(root, manager)
        put(root, manager, off="2099-01-01 元旦", worked="")
        stored = HolidayNotice.objects.get()
        assert (stored.off, stored.worked) == ({"2099-01-01": "元旦"}, [])
        assert AuditEvent.objects.filter(action="holidays.set", org_id=root.pk).count() == 2

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"year": 2026}, "year"),  # is known
            ({"year": 2101, "off": "2101-01-01 元旦", "worked": ""}, "year"),
            ({"source": " "}, "source"),
            ({"off": " \n"}, "off"),
            ({"off": "元旦"}, "off"),
            ({"worked": "2099-01-05"}, "worked"),
            ({"off": "2099-01-03 至 2099-01-04 元旦", "worked": "2099-01-04"}, "worked"),
        ],
    )
    def test_what_cannot_be_is_refused_beside_its_field(self, root, manager, changes, field):
        with pytest.raises(ValidationError) as refused:
            put(root, manager, **changes)
        assert list(refused.value.error_dict) == [field]
        assert not HolidayNotice.objects.exists()


@pytest.mark.django_db
class TestPages:
    @pytest.fixture(autouse=True)
    def in_december(self):
        with time_machine.travel("2098-12-01 10:00+08:00", tick=False):
            yield

    def fill(self, org, **changes):
        return {"org": org.pk, "year": 2099, "source": "通知", "off": OFF, "worked": WORKED} | changes

    def test_from_the_calendar_to_the_notice_and_back(self, root, manager, client):
        client.force_login(manager)
        page = client.get(reverse("compliance:calendar"), {"month": "2099-01"})
        assert page.context["announced"] is False
        form = client.get(page.context["notice_url"]).context["form"]
        assert form.initial == {"org": root, "year": 2099}
        assert client.post(page.context["notice_url"], self.fill(root)).url == reverse("holidays:list")
        page = client.get(reverse("compliance:calendar"), {"month": "2099-01"})
        first = next(day for week in page.context["weeks"] for day in week if day["number"] == 1)
        assert (page.context["announced"], first["is_off"], first["holiday"]) == (True, True, "元旦放假")

    def test_what_was_typed_is_offered_again_to_be_mended(self, root, manager, client):
        put(root, manager)
        client.force_login(manager)
        form = client.get(reverse("holidays:set"), {"year": 2099, "org": root.pk}).context["form"]
        assert (form.initial["off"], form.initial["worked"]) == (OFF, "2099-01-04\n2099-02-15")
        assert "国办发明电〔2098〕9号" in client.get(reverse("holidays:list")).content.decode()

    def test_a_refusal_keeps_what_was_typed(self, root, manager, client):
        client.force_login(manager)
        answer = client.post(reverse("holidays:set"), self.fill(root, off="元旦放三天"))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["off"])
        assert "元旦放三天" in answer.content.decode()

    def test_a_secretary_reads_but_does_not_set(self, root, manager, client):
        branch = make_org(root)
        client.force_login(make_user(branch, since=date(2098, 1, 1)))
        assert client.get(reverse("compliance:calendar"), {"month": "2099-01"}).context["notice_url"] == ""
        assert client.get(reverse("holidays:set")).status_code == 403

    def test_a_manager_sets_nothing_for_strangers_and_sees_nothing_of_theirs(self, root, manager, client):
        stranger = make_org()
        put(stranger, make_user(stranger, Role.MANAGER), source="别处的通知")
        client.force_login(manager)
        assert list(client.post(reverse("holidays:set"), self.fill(stranger)).context["form"].errors) == ["org"]
        asked = client.get(reverse("holidays:set"), {"year": 2099, "org": stranger.pk})
        assert "off" not in asked.context["form"].initial
        assert "别处的通知" not in client.get(reverse("holidays:list")).content.decode()
