"""The app's models, gathered from its slices so that Django finds them."""

from partywork.accounts.models import (
    Appointment,
    Authenticator,
    OpenSession,
    PastPassword,
    RecoveryCode,
    SharedReset,
    User,
)
from partywork.appraisal.models import Appraisal, GradeLine, LifeProblem
from partywork.attachments.models import Attachment
from partywork.audit.models import AuditArchive, AuditDetail, AuditEvent, AuditHead
from partywork.bulkedit.models import BulkRun
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.compliance.models import Overview
from partywork.declared.models import DeclaredFigure, UnitStart
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentGuide, DevelopmentStep
from partywork.dues.exception_models import DuesConsent, DuesReduction
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.models import DuesCorrection, DuesMonth, DuesStandard, StandardChange
from partywork.exports.own.models import WordTemplate
from partywork.health.models import WorkerSign
from partywork.holidays.models import HolidayNotice
from partywork.imports.models import ImportBatch, ImportedRow, RememberedColumns, StagedStanding
from partywork.jobs.models import Job
from partywork.limits.models import RequestCount
from partywork.meetings.models import Absence, Material, Meeting, Topic
from partywork.members.models import Member, MemberFlag, MemberSpelling, Standing
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Placement, Profile
from partywork.plans.models import Indicator, IndicatorValue, PlanItem
from partywork.rectification.models import ItemState, Progress, RectificationItem
from partywork.reminders.models import Digest, ReminderChoice, ReminderDay, ReminderMessage, ReminderTarget
from partywork.rules.models import Rule
from partywork.savedfilters.models import SavedFilter
from partywork.visits.models import Talk, Visit
from partywork.worklog.models import Counterpart, QuantityLine, WorkLog

__all__ = [
    "Absence",
    "ActivistReview",
    "Appointment",
    "Appraisal",
    "Attachment",
    "AuditArchive",
    "AuditDetail",
    "AuditEvent",
    "AuditHead",
    "Authenticator",
    "BulkRun",
    "CommitteePost",
    "CommitteeTerm",
    "Counterpart",
    "DeclaredFigure",
    "DevelopmentExtension",
    "DevelopmentGuide",
    "DevelopmentStep",
    "Digest",
    "DuesConsent",
    "DuesCorrection",
    "DuesMonth",
    "DuesPublication",
    "DuesReduction",
    "DuesStandard",
    "GradeLine",
    "HolidayNotice",
    "ImportBatch",
    "ImportedRow",
    "Indicator",
    "IndicatorValue",
    "ItemState",
    "Job",
    "LifeProblem",
    "Material",
    "Meeting",
    "Member",
    "MemberFlag",
    "MemberSpelling",
    "OpenSession",
    "Organisation",
    "OrganisationTag",
    "Overview",
    "PartyGroup",
    "PastPassword",
    "Placement",
    "PlanItem",
    "Profile",
    "Progress",
    "QuantityLine",
    "RecoveryCode",
    "RectificationItem",
    "RememberedColumns",
    "ReminderChoice",
    "ReminderDay",
    "ReminderMessage",
    "ReminderTarget",
    "Remittance",
    "RequestCount",
    "Rule",
    "SavedFilter",
    "SharedReset",
    "StagedStanding",
    "StandardChange",
    "Standing",
    "Talk",
    "Topic",
    "UnitStart",
    "User",
    "Visit",
    "VoluntaryPayment",
    "WordTemplate",
    "WorkLog",
    "WorkerSign",
]
