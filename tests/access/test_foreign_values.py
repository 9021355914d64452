"""No form offers what belongs to another unit, and none takes it when it is posted all the same.

The addresses come from the resolver: a new form enters by itself, with the sample of its record.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from partywork.access.permissions import GRANTS, Role
from partywork.accounts.models import Appointment
from partywork.committees.models import CommitteePost
from partywork.members.models import Member
from partywork.orgs.actions import add_tag, create_group
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.plans.models import Indicator
from tests.access.test_matrix import PAGES, view_of
from tests.factories.committees import make_term
from tests.factories.dues import make_month
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_indicator
from tests.factories.samples import sample_for

pytestmark = pytest.mark.django_db
FORM_PAGES = [(name, pattern) for name, pattern in PAGES if issubclass(view_of(pattern), FormPage)]
LIST_PAGES = [(name, pattern) for name, pattern in PAGES if issubclass(view_of(pattern), ListPage)]
# The forms that ask for something that belongs to a unit; the others have nothing to leak.
ASKING = {
    "accounts:create", "accounts:appoint", "accounts:appointment_end", "orgs:create", "orgs:move", "orgs:untag",
    "orgs:group_close", "committees:create", "committees:post_end", "members:create", "members:group", "members:move",
    "members:return", "members:apply_again", "members:correct", "meetings:create", "meetings:edit",
    "meetings:raise", "appraisals:create", "appraisals:raise", "development:record", "development:guides",
    "dues_standards:create", "dues_reductions:create", "dues_reductions:edit",
    "dues_consents:create", "voluntary_payments:create", "voluntary_payments:edit", "remittances:create",
    "dues_publications:create", "visits:create", "visits:raise", "talks:create",
    "rectification:create", "rectification:edit", "worklog:create", "plans:create", "indicators:create",
    "indicator_values:create", "indicator_values:edit", "summaries:create", "summaries:own_form_upload",
    "summaries:batch", "summaries:inspection_pack",
    "summaries:outline_copy", "summaries:task_create", "starts:create", "declared:create",
    "holidays:set", "summaries:raise", "reminder_targets:create", "reminder_targets:edit",
    "exports:copy", "exports:template_upload",
}  # fmt: skip


def furnish(org: Organisation) -> dict[type[Model], Any]:
    """One of what a form may ask for, belonging to ``org``."""
    by = make_user(org)
    group = create_group(group=PartyGroup(org=org, name=f"小组{org.pk}", since=org.founded_on), by=by)
    member = make_member(org, by, name=f"党员{org.pk}", group=group)
    tag = add_tag(org=org, tag="示范点", since=org.founded_on, by=by)
    return {
        Organisation: org, PartyGroup: group, Member: member, OrganisationTag: tag,
        Indicator: make_indicator(org, by, f"指标{org.pk}"), Appointment: by.appointments.get(),
    }  # fmt: skip


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """A branch with everything, and a sibling with everything too; made once and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_units()
        transaction.set_rollback(True)


@pytest.fixture
def units(made, db):
    return made


def make_units() -> tuple[Organisation, Organisation, dict[Any, Any], dict[Any, Any]]:
    root = make_org(kind=OrgKind.COMMITTEE)
    middle = make_org(root, kind=OrgKind.GENERAL_BRANCH)
    branch, sibling = make_org(middle), make_org(root)
    foreign = furnish(sibling)
    foreign[CommitteePost] = make_term(sibling, make_user(sibling)).posts.earliest("pk")
    return middle, branch, furnish(branch), foreign


def org_of(row: Any) -> Organisation:
    if isinstance(row, Organisation):
        return row
    org = row.term.org if isinstance(row, CommitteePost) else row.org
    assert isinstance(org, Organisation)
    return org


def visitor_for(permission: Any, branch: Organisation, above: Organisation) -> Any:
    """The lowest role that may open the page."""
    role = next(role for role in Role if permission in GRANTS[role].permissions)
    return make_user(above if role is not Role.SECRETARY else branch, role)


def chosen_rows(form: forms.BaseForm) -> Iterator[tuple[str, QuerySet[Any]]]:
    """The fields that ask for a record, and the records they offer."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and not field.disabled:
            assert field.queryset is not None
            yield name, field.queryset


def open_form(name: str, pattern: Any, units: Any, client: Any) -> tuple[str, Any]:
    middle, branch, *_ = units
    kwargs = sample_for(name, branch, make_user(branch)) if pattern.pattern.converters else {}
    client.force_login(visitor_for(view_of(pattern).permission, branch, middle))
    url = reverse(name, kwargs=kwargs)
    return url, client.get(url)


@pytest.mark.parametrize(("name", "pattern"), FORM_PAGES, ids=[name for name, _ in FORM_PAGES])
def test_a_form_neither_offers_nor_takes_what_is_anothers(name, pattern, units, client):
    _, _, own, foreign = units
    url, page = open_form(name, pattern, units, client)
    if page.status_code == 302 or page.context is None or "form" not in page.context:
        return  # a page that only leads elsewhere has no form
    within = {row.pk for row in own.values() if isinstance(row, Organisation)} | {units[0].pk}
    lines = [each["formset"] for each in page.context.get("formsets") or []]
    data = {f"{each.prefix}-{key}": "1" for each in lines for key in ("TOTAL_FORMS", "MIN_NUM_FORMS")}
    data |= {f"{each.prefix}-INITIAL_FORMS": "0" for each in lines}
    expected = set()
    parts = [(f"{part['form'].prefix}-", part["form"]) for part in page.context.get("parts") or []]
    repeated = [(f"{each.prefix}-0-", each.empty_form) for each in lines]
    for prefix, form in [("", page.context["form"]), *repeated, *parts]:
        for field_name, rows in chosen_rows(form):
            offered = {org_of(row).pk for row in rows}
            assert offered <= within, field_name
            data[prefix + field_name] = str(foreign[rows.model].pk)
            expected.add(prefix + field_name)
    assert bool(expected) is (name in ASKING)
    if not expected:
        return
    answer = client.post(url, data)
    assert answer.status_code == 422
    refused = {field for field, errors in answer.context["form"].errors.as_data().items() if is_choice(errors)}
    for each in answer.context.get("formsets") or []:
        line = each["formset"].forms[0]
        refused |= {f"{line.prefix}-{field}" for field, errors in line.errors.as_data().items() if is_choice(errors)}
    for prefix, _ in parts:
        (form,) = [part["form"] for part in answer.context["parts"] if part["form"].prefix == prefix[:-1]]
        refused |= {prefix + field for field, errors in form.errors.as_data().items() if is_choice(errors)}
    assert refused == expected


def is_choice(errors: Any) -> bool:
    return any(error.code == "invalid_choice" for error in errors)


@pytest.mark.parametrize(("name", "pattern"), LIST_PAGES, ids=[name for name, _ in LIST_PAGES])
def test_a_filter_offers_nothing_of_anothers(name, pattern, units, client):
    middle, branch, own, _ = units
    client.force_login(make_user(middle, Role.MANAGER))
    page = client.get(reverse(name))
    if page.status_code == 302:
        return  # an empty list that leads elsewhere
    for field_name, rows in chosen_rows(page.context["filter_form"]):
        assert {org_of(row).pk for row in rows} <= {middle.pk, branch.pk}, field_name
        assert own[Organisation] == branch


def test_dues_are_collected_and_opened_for_the_own_branch_alone(units, client):
    _, branch, own, foreign = units
    theirs = make_month(foreign[Member], make_user(foreign[Organisation]), 202605)
    client.force_login(make_user(branch))
    sibling = f"?org={foreign[Organisation].pk}"
    for page in ("dues:collect", "dues:open"):
        assert client.post(reverse(page) + sibling).status_code == 404
    for page in ("dues:collect", "dues:grid"):
        assert client.get(reverse(page) + sibling).status_code == 404
    make_month(own[Member], make_user(branch), 202604)
    given = {"exceptions": foreign[Member].pk, "late": theirs.pk, "paid_on": "2026-06-01", "total": "40"}
    answer = client.post(f"{reverse('dues:collect')}?month=2026-04", given)
    assert answer.status_code == 422
    assert answer.context["form"].errors.get_json_data().keys() == {"exceptions"}
    theirs.refresh_from_db()
    assert theirs.paid_fen == 0
