"""Set formulations of a unit's own: confirmed each half-year, flagged out of their time."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partywork.access.permissions import Role
from summaries.phrases.actions import confirm_formulations, edit_formulation
from summaries.phrases.models import OwnFormulation
from summaries.reports.desk import open_report
from tests.factories.orgs import make_user
from tests.factories.own import TODAY, make_formulation
from tests.factories.summaries import make_report
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db
TEXT = "清河先锋行动"


@pytest.fixture
def office():
    return make_office()


def found(report) -> list[tuple[str, str]]:
    checks = open_report(report).checks
    return [(each.code, each.message) for each in checks if each.code.startswith("formulation")]


def write(report) -> None:
    paragraph = report.paragraphs.filter(section="done").first()
    paragraph.own_text = f"深入开展{TEXT}。"
    paragraph.save()


def test_one_of_the_unit_above_is_flagged_out_of_its_time(office):
    made = make_formulation(office.root, office.by, until=date(2026, 5, 31))
    report = make_report(office.steady, office.by)
    assert found(report) == []
    write(report)
    message = f"“{TEXT}”的使用时间是2026年1月1日至2026年5月31日（区委2026年1号文件），请核对"
    assert found(report) == [("formulation", message)]
    made.until = None
    edit_formulation(formulation=made, version=1, by=office.by)
    assert found(report) == []


def test_it_is_to_be_confirmed_for_each_half_year(office):
    made = make_formulation(office.root, office.by, since=date(2025, 1, 1))
    OwnFormulation.objects.update(confirmed=20252)
    made.refresh_from_db()
    report = make_report(office.root, office.by)
    write(report)
    message = f"提法“{TEXT}”这半年还没有确认仍在使用，请在“提法”里确认或停用"
    assert found(report) == [("formulation-unconfirmed", message)]
    assert confirm_formulations(formulations=[made], by=office.by, today=date(2026, 6, 1)) == 1
    assert found(report) == []
    assert confirm_formulations(formulations=[made], by=office.by, today=date(2026, 6, 1)) == 0


def test_it_cannot_end_before_it_begins_nor_be_written_down_twice(office):
    with pytest.raises(ValidationError, match="停用日期不能早于起用日期"):
        make_formulation(office.root, office.by, until=date(2025, 1, 1))
    make_formulation(office.root, office.by)
    with pytest.raises(ValidationError, match="这条提法已经登记过了"):
        make_formulation(office.root, office.by)


def test_the_page_confirms_own_ones_and_shows_those_from_above(office, client):
    user = make_user(office.steady, Role.SECRETARY)
    client.force_login(user)
    above, own = make_formulation(office.root, office.by), make_formulation(office.steady, user, "双月夜谈")
    OwnFormulation.objects.update(confirmed=0)
    page = client.get(reverse("summaries:formulations"))
    assert {row["text"]: (row["state"], row["can_confirm"]) for row in page.context["rows"]} == {
        TEXT: ("待确认", False), "双月夜谈": ("待确认", True),
    }  # fmt: skip
    client.post(reverse("summaries:formulations_confirm"), {"pk": [own.pk, above.pk]})
    above.refresh_from_db()
    own.refresh_from_db()
    assert (above.confirmed, own.confirmed > TODAY.year * 10) == (0, True)
    data = {"text": "新提法", "source": "依据", "since": "2026-01-01", "until": "2025-01-01", "key": "k", "version": 0}
    refused = client.post(reverse("summaries:formulation_new"), data)
    assert (refused.status_code, refused.context["form"].errors) == (422, {"__all__": ["停用日期不能早于起用日期。"]})
    assert client.post(reverse("summaries:formulation_new"), data | {"until": ""}).status_code == 302
    assert OwnFormulation.objects.get(text="新提法").org == office.steady
