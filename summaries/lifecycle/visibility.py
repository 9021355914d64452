"""Who sees which report.

A draft is its unit's own: those who compile for the unit itself, and for a unit that has nobody in the system
the superior who compiles on its behalf, until the unit has somebody. A superior sees what was submitted or
frozen, as it was then (the snapshots), and never the draft: a branch writes in peace until it reports. So does
an inspector, of every unit within reach.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.accounts.holders import appointed_to
from partywork.orgs.models import Organisation
from partywork.pages.http import GateProtocol
from summaries.lifecycle.models import Snapshot
from summaries.reports.models import Report

COMPILE, RECEIVE, READ_KEPT = Permission.COMPILE_REPORTS, Permission.RECEIVE_REPORTS, Permission.READ_KEPT_REPORTS
WAS_KEPT = Exists(Snapshot.objects.filter(report=OuterRef("pk")))


def own_reports(gate: GateProtocol) -> QuerySet[Report]:
    """The reports whose drafts the user works on; none for who compiles nowhere."""
    if not gate.allows(COMPILE):
        return Report.objects.none()
    within_reach = restrict(Report.objects.all(), gate.scope(COMPILE))
    own_people = appointed_to(COMPILE, gate.on).filter(org=OuterRef("org"))
    return within_reach.filter(Q(org__in=gate.appointed_at(COMPILE).orgs) | Q(~Exists(own_people), on_behalf=True))


def writes_for(gate: GateProtocol, org: Organisation) -> bool:
    """Whether the user writes for the unit: as one of its own people, or on its behalf where it has none."""
    if gate.appointed_at(COMPILE).covers(org.pk):
        return True
    return gate.may(COMPILE, org) and not appointed_to(COMPILE, gate.on).filter(org=org).exists()


def received_reports(gate: GateProtocol) -> QuerySet[Report]:
    """The reports of units below that were submitted or frozen at least once."""
    reports = restrict(Report.objects.all(), gate.beneath(RECEIVE))
    return reports.filter(WAS_KEPT)


def kept_reports(gate: GateProtocol) -> QuerySet[Report]:
    """The reports within reach, the own unit's too, of which a version was kept."""
    return restrict(Report.objects.all(), gate.scope(READ_KEPT)).filter(WAS_KEPT)


def sent_version(gate: GateProtocol, pk: int) -> Snapshot | None:
    """What a superior may read of the report: the version kept last; None for everybody else."""
    if not gate.allows(RECEIVE):
        return None
    return Snapshot.objects.filter(report__in=received_reports(gate).filter(pk=pk)).order_by("-at", "-pk").first()


def seen_reports(gate: GateProtocol) -> QuerySet[Report]:
    """All of these, for the pages that show nothing but what was kept."""
    seen = Q(pk__in=own_reports(gate).values("pk"))
    if gate.allows(RECEIVE):
        seen |= Q(pk__in=received_reports(gate).values("pk"))
    if gate.allows(READ_KEPT):
        seen |= Q(pk__in=kept_reports(gate).values("pk"))
    return Report.objects.filter(seen)
