"""One record of every kind, for tests that go through all addresses."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from partywork.access.permissions import Role
from partywork.accounts.models import SharedReset, User
from partywork.audit.models import AuditEvent
from partywork.committees.models import CommitteeTerm
from partywork.development.enums import ExtensionKind, StepCode
from partywork.dues.enums import ConsentKind
from partywork.dues.exception_models import DuesReduction
from partywork.members.enums import Flag, Stage
from partywork.members.models import MemberFlag
from partywork.orgs.models import Organisation
from summaries.reports.models import Report, ReportState
from tests.factories.appraisal import make_appraisal, make_life_meeting
from tests.factories.declared import make_declared_with_start, make_start
from tests.factories.development import make_extension, make_person, make_review, make_step
from tests.factories.dues import (
    make_consent,
    make_month,
    make_publication,
    make_reduction,
    make_remittance,
    make_standard,
    make_voluntary,
)
from tests.factories.files import make_evidence
from tests.factories.jobs import make_job
from tests.factories.lifecycle import make_frozen_file_arguments
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_user
from tests.factories.own import (
    OUTLINE_PAGES,
    make_formulation,
    make_outline_arguments,
    make_phrase,
)
from tests.factories.ownforms import make_form
from tests.factories.plans import make_indicator, make_plan, make_value
from tests.factories.rectification import make_item
from tests.factories.reminders import make_target
from tests.factories.rosters import make_import
from tests.factories.savedfilters import make_saved_filter
from tests.factories.summaries import make_report, make_version_arguments
from tests.factories.tasks import make_reply, make_task
from tests.factories.templates import make_template
from tests.factories.visits import make_talk, make_visit
from tests.factories.worklog import make_work

DAY = date(2026, 3, 10)
Maker = Callable[[Organisation, User], Any]


def _flag(org: Organisation, by: User) -> MemberFlag:
    return MemberFlag.objects.create(member=make_member(org, by), org=org, flag=Flag.HARDSHIP, since=DAY)


def _term(org: Organisation, by: User) -> CommitteeTerm:
    return CommitteeTerm.objects.create(
        org=org, number=1, date=DAY, due_on=date(2029, 3, 9), created_by=by, updated_by=by
    )


def _reduction(org: Organisation, by: User) -> DuesReduction:
    member = make_member(org, by)
    make_standard(member, by)
    return make_reduction(member, by)


def _about(org: Organisation, by: User, stage: Stage, **more: str) -> dict[str, Any]:
    return {"member_pk": make_person(org, by, stage).pk, **more}


def _draft(org: Organisation, by: User) -> Report:
    """Any draft will do, and compiling one is costly."""
    return Report.objects.filter(org=org, state=ReportState.DRAFT).order_by("pk").first() or make_report(org, by)


def _paragraph(org: Organisation, by: User) -> dict[str, int]:
    report = _draft(org, by)
    return {"pk": report.pk, "paragraph": report.paragraphs.earliest("pk").pk}


def _shared_reset(org: Organisation, by: User) -> SharedReset:
    return SharedReset.objects.create(
        user=make_user(org, Role.SYSTEM_ADMIN), asked_by=by, asked_at=timezone.now(), password="abcd-efgh-jkmn-pqrs"
    )


# The address (or its namespace) → how to make the record it is about.
MAKERS: dict[str, Maker] = {
    "accounts": lambda org, by: make_user(org),
    "accounts:reset_ask": lambda org, by: make_user(org, Role.AUDITOR),
    "accounts:reset_agree": _shared_reset,
    "audit": lambda org, by: AuditEvent.objects.filter(org_id=org.pk).latest("sequence"),
    "orgs": lambda org, by: org,
    "reminder_targets": make_target,
    "committees": _term,
    "members": make_member,
    "privacy": make_member,
    "members:correct": lambda org, by: make_member(org, by).standings.get(),
    "members:lower_flag": _flag,
    "members:withdraw_flag": _flag,
    "meetings:attendance": make_member,
    "meetings": lambda org, by: make_meeting(org, by, DAY),
    "development:person": lambda org, by: make_person(org, by, Stage.ACTIVIST),
    "development:record": lambda org, by: _about(org, by, Stage.ACTIVIST, code="contacts"),
    "development:review": lambda org, by: _about(org, by, Stage.ACTIVIST),
    "development:guides": lambda org, by: _about(org, by, Stage.ACTIVIST, role="contact"),
    "development:extend": lambda org, by: _about(org, by, Stage.PROBATIONARY, kind="probation"),
    "development_steps": lambda org, by: make_step(make_person(org, by, Stage.APPLICANT), by, StepCode.TALK, DAY),
    "activist_reviews": lambda org, by: make_review(make_person(org, by, Stage.ACTIVIST), by, 20261, DAY),
    "development_extensions": lambda org, by: make_extension(
        make_person(org, by, Stage.PROBATIONARY), by, ExtensionKind.PROBATION, DAY, 6
    ),
    "dues": lambda org, by: make_month(make_member(org, by), by, 202603),
    "dues_standards": lambda org, by: make_standard(make_member(org, by), by),
    "dues_reductions": _reduction,
    "dues_consents": lambda org, by: make_consent(make_member(org, by), by, ConsentKind.LATE, 202601, 202602, DAY),
    "voluntary_payments": lambda org, by: make_voluntary(make_member(org, by), by, DAY, 150_000),
    "remittances": lambda org, by: make_remittance(org, by, 202601, 202603, DAY, 100, remark="补记"),
    "dues_publications": lambda org, by: make_publication(org, by, DAY, 2025),
    "visits": lambda org, by: make_visit(org, by, DAY),
    "talks": lambda org, by: make_talk(org, by, DAY),
    "rectification": lambda org, by: make_item(org, by, DAY),
    "worklog": lambda org, by: make_work(org, by, DAY),
    "appraisals": make_appraisal,
    "appraisals:create": lambda org, by: {"meeting_pk": make_life_meeting(org, by).pk},
    "attachments": make_evidence,
    "attachments:add": lambda org, by: {"holder": "rectification", "record_pk": make_item(org, by, DAY).pk},
    "exports:meeting_minutes": lambda org, by: make_meeting(org, by, DAY),
    "exports:meeting_sign_in": lambda org, by: make_meeting(org, by, DAY),
    "exports:visit_record": lambda org, by: make_visit(org, by, DAY),
    "exports:template": make_template,
    "exports:template_file": make_template,
    "exports:template_withdraw": make_template,
    "jobs": make_job,
    "manual": lambda org, by: {"slug": "accounts"},
    "filters": make_saved_filter,
    "imports": make_import,
    "plans": lambda org, by: make_plan(org, by, date(2026, 9, 30)),
    "indicators": make_indicator,
    "indicator_values": lambda org, by: make_value(make_indicator(org, by), by, DAY, 3_000),
    "starts": make_start,
    "declared": make_declared_with_start,
    "summaries": make_report,
    "summaries:own_form": make_form,
    "summaries:own_form_fill": make_form,
    "summaries:own_form_original": make_form,
    "summaries:own_form_edit": make_form,
    "summaries:own_form_remove": make_form,
    **{f"summaries:{name}": make_outline_arguments for name in OUTLINE_PAGES},
    "summaries:phrase_edit": make_phrase,
    "summaries:phrase_use": make_phrase,
    "summaries:formulation_edit": make_formulation,
    "summaries:download": lambda org, by: {"pk": _draft(org, by).pk, "name": "docx"},
    "summaries:paragraph": _paragraph,
    "summaries:paragraph_step": _paragraph,
    "summaries:earlier_texts": _paragraph,
    "summaries:reply": make_reply,
    "summaries:reply_return": make_reply,
    "summaries:task": make_task,
    "summaries:task_edit": make_task,
    "summaries:task_withdraw": make_task,
    "summaries:version_pdf": make_version_arguments,
    "summaries:version": make_version_arguments,
    "summaries:version_file": make_frozen_file_arguments,
    "summaries:proof": make_version_arguments,
    "summaries:step": lambda org, by: {"pk": _draft(org, by).pk, "name": "review"},
}


def maker_of(name: str) -> Maker:
    """How the record is made that the address ``name`` is about."""
    return MAKERS.get(name) or MAKERS[name.split(":")[0]]


def sample_for(name: str, org: Organisation, by: User) -> dict[str, Any]:
    """The arguments of the address ``name``, for a new record of ``org``."""
    made = maker_of(name)(org, by)
    return made if isinstance(made, dict) else {"pk": made.pk}
