"""Reviews of activists, those who accompany a person, and what is prolonged."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.development.checks import check_extension, check_guides, check_review
from partywork.development.enums import GuideRole
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentGuide
from partywork.development.queries import person, rules_on
from partywork.development.steps import GUIDED, stage_day
from partywork.entries.actions import create_record, edit_record, existing
from partywork.members.models import Member
from partywork.orgs.dated import FOREVER, end


@action
def log_review(*, review: ActivistReview, by: User, today: date) -> ActivistReview:
    """Record the review of an activist for a half-year; once for each."""
    review.org = review.member.org
    earlier = existing(ActivistReview, review.org, review.key)
    if isinstance(earlier, ActivistReview):
        return earlier
    check_review(review, today)
    saved = create_record(record=review, by=by)
    assert isinstance(saved, ActivistReview)
    return saved


@action
def edit_review(*, review: ActivistReview, version: int, by: User, today: date) -> ActivistReview:
    check_review(review, today)
    edit_record(record=review, version=version, by=by)
    return review


@action
def name_guides(
    *, member: Member, role: GuideRole, guides: Sequence[Member], on: date, by: User, today: date
) -> list[DevelopmentGuide]:
    """From ``on`` on these and no others are someone's contacts or sponsors.

    Raises ValidationError for a number the regulation does not allow, for anyone who is no full member on that
    day, and for a day before an earlier choice.
    """
    check_guides(member, role, guides, on, rules_on(today))
    begun = stage_day(member, GUIDED[role].stage)
    if on > today:
        raise ValidationError({"date": "日期在今天之后，请核对。"})
    if begun and on < begun:
        raise ValidationError({"date": f"要在{begun:%Y-%m-%d}以后。"})
    held = list(DevelopmentGuide.objects.filter(member=member, role=role, until=FOREVER))
    if any(each.since > on for each in held):
        raise ValidationError({"date": "这一天之后已经另有安排，请填更晚的日期。"})
    for each in held:
        if each.guide not in guides:
            end(each, on)
    kept = {each.guide_id for each in held}
    added = [DevelopmentGuide(member=member, role=role, guide=guide, since=on) for guide in guides]
    added = [each for each in added if each.guide_id not in kept]
    for each in added:
        each.full_clean()
        each.save()
    names = "、".join(guide.name for guide in guides)
    summary = f"{member.name}的{role.label}自{on:%Y-%m-%d}起为{names}"
    record_event(by=by, action="development.guides", subject=member, summary=summary, org_id=member.org_id)
    return added


@action
def extend_term(*, extension: DevelopmentExtension, by: User, today: date) -> DevelopmentExtension:
    """Prolong a probation (half a year to a year, once), or note why an approval takes up to six months."""
    extension.org = extension.member.org
    earlier = existing(DevelopmentExtension, extension.org, extension.key)
    if isinstance(earlier, DevelopmentExtension):
        return earlier
    rules = rules_on(today)
    found = person(extension.member, today, rules)
    if found is None:
        raise ValidationError(f"{extension.member.name}已不在册，不能再登记。")
    check_extension(extension, found, rules, today)
    saved = create_record(record=extension, by=by)
    assert isinstance(saved, DevelopmentExtension)
    return saved
