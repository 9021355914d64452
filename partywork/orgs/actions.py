"""Changing the organisation tree. Every change is dated; what was true before stays readable."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.forms.models import model_to_dict

from partywork.audit.changes import changed_fields
from partywork.audit.recorder import action, record_event
from partywork.orgs import panels
from partywork.orgs.dated import FOREVER, end
from partywork.orgs.enums import UPPER_KINDS
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Placement, Profile
from partywork.orgs.queries import below, children_of, path_step, placement_of


@action
def found_organisation(*, org: Organisation, parent: Organisation | None, profile: Profile, by: Any) -> Organisation:
    """Set up an organisation under ``parent`` from its founding date on.

    A branch may be older than the superior it is now under (that one was merged or renamed): it then
    stands in the superior's tree from the start, since what was above it before is not on the books.
    Raises ValidationError when the parent is a branch or is dissolved by then.
    """
    above = placement_of(parent, org.founded_on) if parent else None
    if parent:
        _check_parent(parent, org.founded_on)
    org.full_clean()
    org.save()
    path = (above.path if above else "") + path_step(org.pk)
    Placement.objects.create(org=org, parent=parent, path=path, since=org.founded_on)
    profile.org, profile.since = org, org.founded_on
    profile.full_clean()
    profile.save()
    record_event(by=by, action="organisation.found", subject=org, summary=f"设立党组织“{org}”", org_id=org.pk)
    return org


@action
def edit_organisation(*, org: Organisation, version: int, by: Any) -> Organisation:
    """Save changed facts that have no date: code, names, telephone.

    Raises ValidationError when ``version``, the one the editor opened, is no longer the stored one.
    """
    claimed = Organisation.objects.filter(pk=org.pk, version=version).update(version=F("version") + 1)
    if not claimed:
        raise ValidationError("这个党组织在您打开之后已被别人修改。请返回查看最新内容，再决定是否修改。", code="stale")
    before = model_to_dict(Organisation.objects.get(pk=org.pk))
    org.version = version + 1
    org.full_clean()
    org.save()
    changes = changed_fields(before, org)
    record_event(
        by=by, action="organisation.edit", subject=org, summary=f"修改党组织“{org}”", changes=changes, org_id=org.pk
    )
    return org


@action
def move_organisation(*, org: Organisation, parent: Organisation, on: date, by: Any) -> None:
    """Put ``org`` and all below it under another parent from a day on; earlier days stay as they were.

    Raises ValidationError when the new parent is unfit or lies inside the organisation that moves, and
    when anything in the subtree was already moved after that day.
    """
    _check_alive(org, on)
    _check_parent(parent, on)
    old, above = placement_of(org, on), placement_of(parent, on)
    assert old is not None
    assert above is not None
    if above.since > on:
        raise ValidationError({"parent": f"“{parent}”在{on:%Y-%m-%d}还没有成立。"})
    if above.path.startswith(old.path):
        raise ValidationError({"parent": "不能把党组织移到它自己或它的下级里。"})
    if old.parent_id == parent.pk:
        raise ValidationError({"parent": f"“{org}”已经在“{parent}”下面。"})
    _check_unmoved_since(old.path, on)
    kept = len(old.path) - len(path_step(0))  # what the moved subtree leaves behind of each path
    for placement in Placement.objects.filter(below([old.path]), until=FOREVER):
        _succeed(placement, above.path + placement.path[kept:], on)
    Placement.objects.filter(org=org, until=FOREVER).update(parent=parent)
    record_event(
        by=by, action="organisation.move", subject=org, org_id=org.pk,
        summary=f"{on:%Y-%m-%d}起“{org}”调整到“{parent}”",
    )  # fmt: skip


def _check_unmoved_since(path: str, on: date) -> None:
    """A day before a later move inside the subtree would contradict that move."""
    inside = Placement.objects.filter(below([path])).select_related("org")
    moved_in = Q(until=FOREVER, since__gt=on) & ~Q(since=F("org__founded_on"))
    moved_out = Q(until__gt=on, until__lt=FOREVER)
    later = inside.filter(moved_in | moved_out).first()
    if later:
        raise ValidationError({"on": f"“{later.org}”在这一天之后调整过隶属关系，请选更晚的日期。"})


def _succeed(placement: Placement, path: str, on: date) -> None:
    """End a placement on a day and continue it under another path; one that begins then or later is re-pathed."""
    if placement.since >= on:
        Placement.objects.filter(pk=placement.pk).update(path=path)
        return
    Placement.objects.filter(pk=placement.pk).update(until=on)
    Placement.objects.create(org_id=placement.org_id, parent_id=placement.parent_id, path=path, since=on)


@action
def change_profile(*, profile: Profile, on: date, by: Any) -> Profile:
    """Record that sector, secretary, contact leader or activity day changed on a day.

    The same facts again change nothing. Raises ValidationError for a day before the current facts began.
    """
    current = Profile.objects.filter(org=profile.org, until=FOREVER).first()
    if current is None:
        raise ValidationError(f"“{profile.org}”已经撤销，不能再改。")
    if on < current.since:
        raise ValidationError({"since": f"现行情况自{current.since:%Y-%m-%d}起，新的日期不能更早。"})
    changes = _changes(current, profile)
    if not changes:
        return current
    if on == current.since:
        profile.pk, profile.since = current.pk, current.since
        profile._state.adding = False  # it may be a copy: it replaces the stored row, and is checked as that row
    else:
        Profile.objects.filter(pk=current.pk).update(until=on)
        profile.pk, profile.since = None, on
    profile.full_clean()
    profile.save()
    _note(by, "profile", profile.org, f"{on:%Y-%m-%d}起{'，'.join(changes)}")
    return profile


def _changes(old: Profile, new: Profile) -> list[str]:
    """What differs, in words: the event is about the organisation, whose history knows no profile fields."""
    pairs = zip(old.facts.items(), new.facts.values(), strict=True)
    return [f"{label}由{was or '（空）'}改为{now or '（空）'}" for (label, was), now in pairs if was != now]


@action
def dissolve_organisation(*, org: Organisation, on: date, reason: str, by: Any) -> Organisation:
    """The organisation exists no longer from ``on``.

    Its place in the tree stays, so that what it did still counts for its superior; its profile, tags
    and groups end. Raises ValidationError while organisations or members are left.
    """
    _check_alive(org, on)
    if on <= org.founded_on:
        raise ValidationError({"on": f"成立于{org.founded_on:%Y-%m-%d}，撤销日期要在这之后。"})
    left = [child.short_name for child in children_of(org, on)]
    if left:
        raise ValidationError(f"下面还有{'、'.join(left[:5])}等{len(left)}个党组织，请先调整或撤销。")
    for hindrance in filter(None, (panel.hindrance(org, on) for panel in panels.all_panels())):
        raise ValidationError(hindrance)
    for model in (Profile, OrganisationTag, PartyGroup):
        for fact in model.objects.filter(org=org, until=FOREVER):
            if fact.since >= on:
                raise ValidationError({"on": f"{fact.since:%Y-%m-%d}还有新登记的情况，撤销日期要在这之后。"})
            end(fact, on)
    org.dissolved_on = on
    org.version += 1
    org.full_clean()
    org.save()
    _note(by, "dissolve", org, f"{on:%Y-%m-%d}撤销党组织：{reason}")
    return org


@action
def add_tag(*, org: Organisation, tag: str, since: date, by: Any) -> OrganisationTag:
    """Mark an organisation (示范点, 软弱涣散 …) from a day on; a mark it already carries is refused."""
    _check_alive(org, since)
    row = OrganisationTag(org=org, tag=tag.strip(), since=since)
    if OrganisationTag.objects.filter(org=org, tag=row.tag, until__gt=since).exists():
        raise ValidationError({"tag": f"“{org}”已经有“{row.tag}”这个标签。"})
    row.full_clean()
    row.save()
    _note(by, "tag", org, f"{since:%Y-%m-%d}起有“{row.tag}”标签")
    return row


@action
def remove_tag(*, tag: OrganisationTag, on: date, by: Any) -> None:
    """Take a mark off from a day on; one taken off on the day it was given never held."""
    _check_ending(tag, on)
    end(tag, on)
    _note(by, "untag", tag.org, f"{on:%Y-%m-%d}去掉“{tag.tag}”标签")


@action
def create_group(*, group: PartyGroup, by: Any) -> PartyGroup:
    """Set up a party group inside a branch."""
    _check_alive(group.org, group.since)
    if group.org.kind in UPPER_KINDS:
        raise ValidationError("党小组设在党支部里，这个党组织不能设党小组。")
    group.full_clean()
    group.save()
    _note(by, "group", group.org, f"{group.since:%Y-%m-%d}设立{group.name}")
    return group


@action
def close_group(*, group: PartyGroup, on: date, by: Any) -> PartyGroup:
    """The group exists no longer from ``on``."""
    if not group.is_open:
        raise ValidationError({"group": f"{group.name}已经撤销。"})
    if on <= group.since:
        raise ValidationError({"on": f"{group.name}自{group.since:%Y-%m-%d}起设立，撤销日期要在这之后。"})
    end(group, on)
    _note(by, "group_close", group.org, f"{on:%Y-%m-%d}撤销{group.name}")
    return group


def _check_parent(parent: Organisation, on: date) -> None:
    if parent.kind not in UPPER_KINDS:
        raise ValidationError({"parent": f"“{parent}”是{parent.get_kind_display()}，下面不能再设党组织。"})
    if parent.dissolved_on <= on:
        raise ValidationError({"parent": f"“{parent}”已在{parent.dissolved_on:%Y-%m-%d}撤销。"})


def _check_alive(org: Organisation, on: date) -> None:
    if org.dissolved_on != FOREVER:
        raise ValidationError(f"“{org}”已在{org.dissolved_on:%Y-%m-%d}撤销，不能再改。")
    if on < org.founded_on:
        raise ValidationError(f"“{org}”成立于{org.founded_on:%Y-%m-%d}，日期不能更早。")


def _check_ending(fact: OrganisationTag, on: date) -> None:
    if not fact.is_open:
        raise ValidationError({"tag": "这个标签已经去掉了。"})
    if on < fact.since:
        raise ValidationError({"on": f"这个标签自{fact.since:%Y-%m-%d}起，日期不能更早。"})


def _note(by: Any, verb: str, org: Organisation, what: str) -> None:
    record_event(by=by, action=f"organisation.{verb}", subject=org, summary=f"“{org}”{what}", org_id=org.pk)
