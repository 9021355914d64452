"""The calendar: activity days, due dates, holidays, and the file for other calendars."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from partywork.common.periods import Month
from partywork.compliance.calendar import Occasion, weeks_of
from partywork.compliance.ics import escaped, folded, ics_of
from partywork.holidays.days import Days
from partywork.orgs.activity import ActivityRule
from partywork.orgs.enums import ActivityDay, OrgKind
from partywork.orgs.models import Profile
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_plan

DAY = date(2026, 5, 8)


@pytest.mark.parametrize(
    ("rule", "month", "days"),
    [
        (ActivityRule(ActivityDay.MONTH_DAY, None, 31), Month(2026, 6), [30]),
        (ActivityRule(ActivityDay.MONTH_DAY, None, 31), Month(2028, 2), [29]),
        (ActivityRule(ActivityDay.MONTH_WEEKDAY, 1, 5), Month(2026, 5), [1]),  # a holiday: it stays the first Friday
        (ActivityRule(ActivityDay.MONTH_WEEKDAY, 4, 7), Month(2026, 5), [24]),
        (ActivityRule(ActivityDay.MONTH_WEEKDAY, 5, 7), Month(2026, 5), [31]),
        (ActivityRule(ActivityDay.MONTH_WEEKDAY, 5, 1), Month(2026, 2), [23]),
        (ActivityRule(ActivityDay.WEEKLY, None, 4), Month(2026, 4), [2, 9, 16, 23, 30]),
        (ActivityRule(), Month(2026, 4), []),
    ],
)
def test_the_days_of_an_activity_rule(rule, month, days):
    assert [day.day for day in rule.days_in(month)] == days


def test_weeks_begin_on_monday_and_leave_the_neighbours_empty():
    weeks = weeks_of(Month(2026, 5), DAY, [Occasion(DAY, "主题党日", "固定的主题党日")], Days())
    assert [[day["number"] for day in week] for week in (weeks[0], weeks[-1])] == [
        ["", "", "", "", 1, 2, 3],
        [25, 26, 27, 28, 29, 30, 31],
    ]
    friday = weeks[1][4]
    assert (friday["is_today"], [each["title"] for each in friday["occasions"]]) == (True, ["主题党日"])


class TestFile:
    def test_an_event_a_day_long(self):
        content = ics_of([Occasion(DAY, "主题党日", "到3楼,东侧")], name="青禾", code="T1", stamp=date(2026, 5, 1))
        assert content.decode().split("\r\n") == [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//partywork//calendar//ZH",
            "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:青禾",
            "BEGIN:VEVENT",
            "UID:b53cdf3fc94a560707ba624dc87c759e@partywork",
            "DTSTAMP:20260501T000000Z",
            "DTSTART;VALUE=DATE:20260508",
            "DTEND;VALUE=DATE:20260509",
            "SUMMARY:主题党日",
            "DESCRIPTION:到3楼\\,东侧",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]

    def test_special_characters_and_line_breaks(self):
        assert escaped("一;二,三\\四\r\n五") == "一\\;二\\,三\\\\四\\n五"

    def test_long_lines_are_folded_between_characters(self):
        line = "DESCRIPTION:" + "党" * 60
        parts = folded(line).split("\r\n")
        assert [len(part.encode()) for part in parts] == [75, 73, 46]
        assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line


@pytest.mark.django_db
class TestPage:
    @pytest.fixture(autouse=True)
    def on_the_twelfth_of_may(self):
        with time_machine.travel("2026-05-12 10:00+08:00", tick=False):
            yield

    @pytest.fixture
    def branch(self):
        branch = make_org(make_org(kind=OrgKind.COMMITTEE))
        Profile.objects.filter(org=branch).update(activity_day=ActivityDay.MONTH_DAY, activity_number=5)
        return branch

    def titles(self, response):
        days = [day for week in response.context["weeks"] for day in week if day["number"]]
        return {day["number"]: [each["title"] for each in day["occasions"]] for day in days if day["occasions"]}

    def test_a_month_ahead_has_its_activity_day_and_what_falls_due(self, branch, client):
        by = make_user(branch)
        make_plan(branch, by, date(2026, 6, 18), text="办一次活动")
        client.force_login(by)
        assert self.titles(client.get(reverse("compliance:calendar"), {"month": "2026-06"})) == {
            5: ["主题党日"],
            18: ["办一次活动"],
            30: ["2026年6月主题党日", "2026年6月支委会", "2026年第二季度党员大会", "2026年第二季度党课"],
        }

    def test_a_due_date_leads_to_where_it_is_settled(self, branch, client):
        by = make_user(branch)
        plan = make_plan(branch, by, date(2026, 6, 18), text="办一次活动")
        client.force_login(by)
        weeks = client.get(reverse("compliance:calendar"), {"month": "2026-06"}).context["weeks"]
        found = {each["title"]: each["url"] for week in weeks for day in week for each in day.get("occasions", [])}
        assert (found["主题党日"], found["办一次活动"]) == ("", reverse("plans:detail", args=[plan.pk]))
        assert found["2026年6月支委会"] == f"{reverse('meetings:create')}?org={branch.pk}&kind=is_committee"

    def test_a_superior_sees_the_activity_days_of_its_branches(self, branch, client):
        root = branch.placements.get().parent
        client.force_login(make_user(root))
        response = client.get(reverse("compliance:calendar"))
        fifth = next(day for week in response.context["weeks"] for day in week if day["number"] == 5)
        assert [(each["title"], each["detail"]) for each in fifth["occasions"]] == [("主题党日", branch.short_name)]

    def test_only_the_years_beside_this_one(self, branch, client):
        client.force_login(make_user(branch))
        page = reverse("compliance:calendar")
        asked = {"2025-01": 200, "2027-12": 200, "2024-12": 404, "2028-01": 404, "2026": 404, "x": 404}
        assert {month: client.get(page, {"month": month}).status_code for month in asked} == asked
        assert client.get(page, {"month": "2027-12"}).context["next_url"] == ""
        assert client.get(page, {"month": "2027-12"}).context["announced"] is False

    def test_the_file_holds_what_is_still_to_come(self, branch, client):
        by = make_user(branch)
        make_plan(branch, by, date(2026, 5, 1), text="已经过期的事")
        make_plan(branch, by, date(2026, 6, 18), text="办一次活动")
        client.force_login(by)
        response = client.get(reverse("compliance:ics"))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        text = response.content.decode()
        assert "SUMMARY:办一次活动" in text
        assert "已经过期的事" not in text
        assert text.count("SUMMARY:主题党日\r\n") == 6  # June to November
