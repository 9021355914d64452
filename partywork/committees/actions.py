"""Logging committees and who holds their posts. The terms of an organisation always join without a gap."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.committees.enums import Post
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import end_after, neighbours
from partywork.entries.actions import cancel_entry, create_record, edit_record, existing
from partywork.members.models import Member
from partywork.members.queries import roster
from partywork.orgs.actions import change_profile
from partywork.orgs.dated import FOREVER, end
from partywork.orgs.enums import ELECTED_KINDS
from partywork.orgs.models import Organisation, Profile

Posts = Sequence[tuple[Post, str]]


@action
def log_term(*, term: CommitteeTerm, posts: Posts, by: User, today: date) -> CommitteeTerm:
    """Save an elected committee with its posts; it ends the one before it on the day of election.

    The secretary of a committee in force becomes the organisation's secretary from that day. Raises
    ValidationError for an organisation that elects none, a future day, or numbers out of order.
    """
    if existing(CommitteeTerm, term.org, term.key) is None:
        before, after = _check_term(term, today)
        _check_posts(posts)
        if before:
            _set_end(before, term.date)
        term.ended_on = end_after(after)
    saved = create_record(record=term, by=by)
    assert isinstance(saved, CommitteeTerm)
    if saved is term:
        for post, name in posts:
            _give_post(term, post, name, term.date)
        _sync_secretary(term, posts, term.date, by)
    return saved


@action
def edit_term(*, term: CommitteeTerm, version: int, by: User, today: date) -> CommitteeTerm:
    """Correct number and dates of a term; its neighbour and the posts that began with it follow."""
    before, _ = _check_term(term, today)
    old = CommitteeTerm.objects.get(pk=term.pk)
    if before:
        _set_end(before, term.date)
    if term.date != old.date:
        if CommitteePost.objects.filter(term=term, until__lte=term.date).exists():
            raise ValidationError({"date": "选举日期晚于已登记的任职结束日期，请核对。"})
        CommitteePost.objects.filter(term=term, since__lte=max(old.date, term.date)).update(since=term.date)
    edit_record(record=term, version=version, by=by)
    return term


@action
def cancel_term(*, term: CommitteeTerm, version: int, reason: str, by: User) -> CommitteeTerm:
    """Cancel a term logged by mistake; the one before it is in force again."""
    before, after = neighbours(term.org, term.date, apart_from=term.pk)
    cancel_entry(entry=term, version=version, reason=reason, by=by)
    if before:
        _set_end(before, end_after(after))
    return term


@action
def give_post(*, term: CommitteeTerm, post: Post, name: str, since: date, by: User) -> CommitteePost:
    """Add someone to a committee during its term (增补)."""
    if not term.is_in_force:
        raise ValidationError("这一届已经结束，不能再增补。")
    if since < term.date:
        raise ValidationError({"since": f"这一届自{term.date:%Y-%m-%d}起，日期不能更早。"})
    row = _give_post(term, post, name, since)
    _sync_secretary(term, [(post, row.name)], since, by)
    _note(by, term, "post", f"{since:%Y-%m-%d}起{row.name}任{post.label}")
    return row


@action
def end_post(*, post: CommitteePost, on: date, by: User) -> None:
    """Someone holds a post no longer from a day on; one ended on its first day never held."""
    if not post.is_open:
        raise ValidationError({"post": "这个职务已经免去。"})
    if on < post.since:
        raise ValidationError({"on": f"任职自{post.since:%Y-%m-%d}起，日期不能更早。"})
    end(post, on)
    _note(by, post.term, "post_end", f"{on:%Y-%m-%d}起{post.name}不再任{post.get_post_display()}")


def _check_term(term: CommitteeTerm, today: date) -> tuple[CommitteeTerm | None, CommitteeTerm | None]:
    """The terms before and after; refuses what cannot be true."""
    org = term.org
    if org.kind not in ELECTED_KINDS:
        raise ValidationError({"org": f"{org.get_kind_display()}由上级任命，没有换届。"})
    if term.date > today:
        raise ValidationError({"date": "选举日期在今天之后，请在选举之后登记。"})
    if term.date < org.founded_on:
        raise ValidationError({"date": f"“{org}”成立于{org.founded_on:%Y-%m-%d}，选举日期不能更早。"})
    before, after = neighbours(org, term.date, apart_from=term.pk)
    if after and after.date == term.date:
        raise ValidationError({"date": f"第{after.number}届也是这一天选举的，请核对。"})
    if before and before.number >= term.number:
        raise ValidationError({"number": f"上一届是第{before.number}届，这一届的届次要更大。"})
    if after and after.number <= term.number:
        raise ValidationError({"number": f"下一届是第{after.number}届，这一届的届次要更小。"})
    return before, after


def _check_posts(posts: Posts) -> None:
    if len(set(posts)) < len(posts):
        raise ValidationError({"posts": "同一个人的同一职务填了两次，请删去一行。"})
    if sum(post == Post.SECRETARY for post, _ in posts) > 1:
        raise ValidationError({"posts": "书记只能有一名。"})


def _set_end(term: CommitteeTerm, on: date) -> None:
    """Let a term end on another day; posts that lasted until its end last as long as it does."""
    held = CommitteePost.objects.filter(term=term)
    if held.filter(since__gte=on).exists():
        raise ValidationError({"date": f"第{term.number}届在这一天或之后还有任职变动，请核对日期。"})
    held.filter(until__gte=min(term.ended_on, on)).update(until=on)
    CommitteeTerm.objects.filter(pk=term.pk).update(ended_on=on)


def _give_post(term: CommitteeTerm, post: Post, name: str, since: date) -> CommitteePost:
    row = CommitteePost(term=term, post=post, name=name.strip(), since=since, until=term.ended_on)
    row.member = _on_roster(term.org, row.name, since)
    row.full_clean()
    row.save()
    return row


def _on_roster(org: Organisation, name: str, on: date) -> Member | None:
    """The member of that name on the day's roster; none when there is no such or more than one."""
    same = list(roster(org, on).filter(name=name)[:2])
    return same[0] if len(same) == 1 else None


def _sync_secretary(term: CommitteeTerm, posts: Posts, since: date, by: User) -> None:
    """The elected secretary is the organisation's secretary, unless someone was named later still."""
    name = next((name.strip() for post, name in posts if post == Post.SECRETARY), "")
    current = Profile.objects.filter(org=term.org, until=FOREVER).first()
    if not name or not term.is_in_force or current is None or since < current.since:
        return
    profile = current.copy_for(since)
    profile.secretary = name
    change_profile(profile=profile, on=since, by=by)


def _note(by: User, term: CommitteeTerm, verb: str, what: str) -> None:
    code = f"committeeterm.{verb}"
    record_event(by=by, action=code, subject=term, summary=f"{term}：{what}", org_id=term.org_id)
