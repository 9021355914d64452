"""The running intervals asked of the database: the same answer as ``intervals``, for figures over many branches."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from partywork.common.periods import latest_start
from partywork.development.enums import ExtensionKind, GuideRole, StepCode
from partywork.development.intervals import code_of, half_year_of
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentGuide
from partywork.development.queries import done_steps
from partywork.entries.enums import Status
from partywork.members.enums import Stage
from partywork.orgs.dated import holding_on
from partywork.rules.queries import RuleBook

APPLICANTS = Q(stage=Stage.APPLICANT)
ACTIVISTS = Q(stage=Stage.ACTIVIST)
PROBATIONERS = Q(stage=Stage.PROBATIONARY)


def _by(step: StepCode, on: date) -> Q:
    return Q(member__in=done_steps(on).filter(step=step).values("member"))


def _extended(kind: ExtensionKind, on: date, **months: int) -> Q:
    held = DevelopmentExtension.objects.filter(kind=kind, status=Status.DONE, date__lte=on, **months)
    return Q(member__in=held.values("member"))


def _begun_by(path: str, day: date, months: int) -> Q:
    """The interval of so many months from this date of the person ends on ``day`` or before."""
    return Q(**{f"member__{path}__lte": latest_start(day, months)})


def _yesterday(on: date) -> date:
    """What ended by then is overdue."""
    return on - timedelta(days=1)


def talk(on: date, rules: RuleBook) -> Q:
    late = _begun_by("applied_on", _yesterday(on), rules.number("development.talk_months"))
    return APPLICANTS & late & ~_by(StepCode.TALK, on)


def approval(on: date, rules: RuleBook) -> Q:
    special, day = _extended(ExtensionKind.APPROVAL, on), _yesterday(on)
    late = ~special & _begun_by("admitted_on", day, rules.number("development.approval_months"))
    later = special & _begun_by("admitted_on", day, rules.number("development.approval_limit_months"))
    return PROBATIONERS & (late | later) & ~_by(StepCode.APPROVAL, on)


def probation_over(by: date, on: date, rules: RuleBook) -> Q:
    """People on probation on ``on`` whose probation ends on ``by`` or before, as prolonged up to ``on``."""
    months = rules.number("development.probation_months")
    allowed = rules.range("development.probation_extension_months")
    kind = ExtensionKind.PROBATION
    over = _begun_by("admitted_on", by, months) & ~_extended(kind, on)
    for more in range(allowed.least, allowed.most + 1):
        over |= _begun_by("admitted_on", by, months + more) & _extended(kind, on, months=more)
    return PROBATIONERS & over


def probation(on: date, rules: RuleBook) -> Q:
    return probation_over(_yesterday(on), on, rules)


def full_approval(on: date, rules: RuleBook) -> Q:
    late = _begun_by("full_on", _yesterday(on), rules.number("development.full_approval_months"))
    voted = _by(StepCode.FULL_VOTE, on) & ~_by(StepCode.ARCHIVE, on)
    return Q(stage=Stage.FULL) & voted & late & ~_by(StepCode.FULL_APPROVAL, on)


def _reviewed(on: date) -> QuerySet[ActivistReview]:
    return ActivistReview.objects.filter(status=Status.DONE, date__lte=on)


def review_due(on: date) -> Q:
    """Activists from the first day of the half-year of ``on`` on: they are to be reviewed in it."""
    return ACTIVISTS & Q(member__activist_on__lte=half_year_of(on).start)


def reviewed_now(on: date) -> Q:
    about = code_of(half_year_of(on))
    return Q(member__in=_reviewed(on).filter(about=about).values("member"))


def review(on: date) -> Q:
    """No review for the last half-year, nor for the running one, of those who owed it."""
    last = half_year_of(on).previous
    since = Q(member__in=_reviewed(on).filter(about__gte=code_of(last)).values("member"))
    return ACTIVISTS & Q(member__activist_on__lte=last.start) & ~since


def without_contact(on: date) -> Q:
    held = DevelopmentGuide.objects.filter(holding_on(on), role=GuideRole.CONTACT)
    return ACTIVISTS & ~Q(member__in=held.values("member"))


def ready(on: date, rules: RuleBook) -> Q:
    """Activists for as long as the regulation asks before they may become 发展对象."""
    return ACTIVISTS & _begun_by("activist_on", on, rules.number("development.activist_months"))


def any_overdue(on: date, rules: RuleBook) -> Q:
    return talk(on, rules) | review(on) | approval(on, rules) | probation(on, rules) | full_approval(on, rules)
