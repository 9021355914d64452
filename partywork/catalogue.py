"""The one list of every figure and every ledger: the specification of what the product can say."""

from partywork.appraisal import ledger as appraisal_ledger
from partywork.appraisal import measures as appraisal_measures
from partywork.appraisal import part as appraisal_part
from partywork.attachments import holders
from partywork.committees import ledger as committees_ledger
from partywork.committees import measures as committees_measures
from partywork.committees import panel as committees_panel
from partywork.declared import ledger as declared_ledger
from partywork.declared.figures import declared_values
from partywork.development import ledger as development_ledger
from partywork.development import measures as development_measures
from partywork.development import panel as development_panel
from partywork.dues import exception_ledger, fund_ledger, fund_measures
from partywork.dues import ledger as dues_ledger
from partywork.dues import measures as dues_measures
from partywork.entries import parts, together
from partywork.ledgers import columns
from partywork.measures import declared, lookup
from partywork.measures.declarations import Measure
from partywork.meetings import attendance_views, training_measures
from partywork.meetings import ledger as meetings_ledger
from partywork.meetings import measures as meetings_measures
from partywork.meetings.models import Meeting
from partywork.members import ledger as members_ledger
from partywork.members import measures as members_measures
from partywork.members import page_parts
from partywork.members import panel as members_panel
from partywork.orgs import ledger as orgs_ledger
from partywork.orgs import measures as orgs_measures
from partywork.orgs import panels
from partywork.plans import indicator_ledgers
from partywork.plans import ledger as plans_ledger
from partywork.plans import measures as plans_measures
from partywork.plans.indicator_figures import OwnFigures
from partywork.rectification import ledger as rectification_ledger
from partywork.rectification import measures as rectification_measures
from partywork.visits import also as also_visits
from partywork.visits import contact_measures
from partywork.visits import ledger as visits_ledger
from partywork.visits import measures as visits_measures
from partywork.worklog import also as also_work
from partywork.worklog import ledger as worklog_ledger
from partywork.worklog import measures as worklog_measures

LEDGERS = [
    orgs_ledger.LEDGER,
    committees_ledger.LEDGER,
    members_ledger.LEDGER,
    members_ledger.FLAG_LEDGER,
    meetings_ledger.LEDGER,
    appraisal_ledger.LEDGER,
    development_ledger.LEDGER,
    development_ledger.STEP_LEDGER,
    development_ledger.REVIEW_LEDGER,
    development_ledger.EXTENSION_LEDGER,
    dues_ledger.STANDARDS,
    dues_ledger.LEDGER,
    exception_ledger.REDUCTIONS,
    exception_ledger.CONSENTS,
    fund_ledger.VOLUNTARY,
    fund_ledger.REMITTANCES,
    fund_ledger.PUBLICATIONS,
    visits_ledger.VISIT_LEDGER,
    visits_ledger.TALK_LEDGER,
    rectification_ledger.LEDGER,
    worklog_ledger.LEDGER,
    plans_ledger.LEDGER,
    indicator_ledgers.INDICATORS,
    indicator_ledgers.VALUES,
    declared_ledger.STARTS,
    declared_ledger.LEDGER,
]

MEASURES: list[Measure] = [
    *orgs_measures.MEASURES,
    *committees_measures.MEASURES,
    *members_measures.MEASURES,
    *development_measures.MEASURES,
    *meetings_measures.MEASURES,
    *training_measures.MEASURES,
    *appraisal_measures.MEASURES,
    *dues_measures.MEASURES,
    *fund_measures.MEASURES,
    *visits_measures.MEASURES,
    *contact_measures.MEASURES,
    *rectification_measures.MEASURES,
    *worklog_measures.MEASURES,
    *plans_measures.MEASURES,
]

EVIDENCE = [
    meetings_ledger.LEDGER,
    visits_ledger.VISIT_LEDGER,
    rectification_ledger.LEDGER,
    worklog_ledger.LEDGER,
    appraisal_ledger.LEDGER,
]

PANELS = [members_panel.PANEL, committees_panel.PANEL]

RECORD_PARTS = [appraisal_part.PART]

ALSO_COUNTED = [also_work.ALSO, also_visits.ALSO]
GATHERINGS = [Meeting]

PAGE_PARTS = [development_panel.PART, attendance_views.PART]


def install() -> None:
    """Make every ledger, measure and panel known by code and name; called once when the app is ready."""
    columns.register(LEDGERS)
    holders.register(EVIDENCE)
    panels.register(PANELS)
    parts.register(RECORD_PARTS)
    together.register(ALSO_COUNTED, GATHERINGS)
    page_parts.register(PAGE_PARTS)
    lookup.register(MEASURES)
    lookup.register_own(OwnFigures())
    declared.register(declared_values)
