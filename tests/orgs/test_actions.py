"""Changing the tree: what holds from which day, and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.orgs.actions import (
    add_tag,
    change_profile,
    close_group,
    create_group,
    dissolve_organisation,
    edit_organisation,
    move_organisation,
    remove_tag,
)
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Placement, Profile
from tests.factories.orgs import FOUNDED, make_org
from tests.orgs.reading import below, profile_on
from tests.refusals import told

pytestmark = pytest.mark.django_db
MOVED = date(2026, 4, 1)


@pytest.fixture
def tree():
    """A working committee over two general branches; the first has two branches."""
    root = make_org(kind=OrgKind.WORKING_COMMITTEE, name="青禾街道党工委")
    first, second = (make_org(root, kind=OrgKind.GENERAL_BRANCH, name=name) for name in ("东片党总支", "西片党总支"))
    return root, first, second, make_org(first, name="甲支部"), make_org(first, name="乙支部")


def test_a_move_takes_effect_on_its_day_and_leaves_the_days_before_as_they_were(tree):
    root, first, second, a, b = tree
    move_organisation(org=a, parent=second, on=MOVED, by=None)
    before, after = date(2026, 3, 31), MOVED
    assert below(first, before) == {first.pk, a.pk, b.pk}
    assert below(second, before) == {second.pk}
    assert below(first, after) == {first.pk, b.pk}
    assert below(second, after) == {second.pk, a.pk}
    assert below(root, before) == below(root, after) == {org.pk for org in tree}


def test_what_stands_below_moves_along_and_keeps_its_parent(tree):
    _, first, second, a, b = tree
    move_organisation(org=first, parent=second, on=MOVED, by=None)
    assert below(second, MOVED) == {second.pk, first.pk, a.pk, b.pk}
    assert Placement.objects.get(org=a, until=FOREVER).parent_id == first.pk
    assert Placement.objects.get(org=first, until=FOREVER).parent_id == second.pk


def test_a_branch_founded_after_the_move_day_follows_too(tree):
    _, first, second, *_ = tree
    young = make_org(first, founded_on=date(2026, 5, 1))
    move_organisation(org=first, parent=second, on=MOVED, by=None)
    assert young.pk in below(second, date(2026, 5, 1))
    assert Placement.objects.filter(org=young).count() == 1


def test_moves_that_contradict_the_tree_are_refused(tree):
    root, first, second, a, _ = tree
    assert "自己或它的下级" in told(lambda: move_organisation(org=root, parent=first, on=MOVED, by=None))
    assert "下面不能再设党组织" in told(lambda: move_organisation(org=second, parent=a, on=MOVED, by=None))
    assert "已经在" in told(lambda: move_organisation(org=a, parent=first, on=MOVED, by=None))
    late = make_org(root, kind=OrgKind.GENERAL_BRANCH, founded_on=date(2026, 6, 1))
    assert "还没有成立" in told(lambda: move_organisation(org=a, parent=late, on=MOVED, by=None))
    move_organisation(org=a, parent=second, on=MOVED, by=None)
    earlier = date(2026, 2, 1)
    assert "更晚的日期" in told(lambda: move_organisation(org=a, parent=root, on=earlier, by=None))
    assert "更晚的日期" in told(lambda: move_organisation(org=first, parent=second, on=earlier, by=None))
    assert Placement.objects.filter(org=first).count() == 1


def test_a_second_move_on_the_same_day_replaces_the_first(tree):
    root, _, second, a, _ = tree
    move_organisation(org=a, parent=second, on=MOVED, by=None)
    move_organisation(org=a, parent=root, on=MOVED, by=None)
    assert list(Placement.objects.filter(org=a).order_by("since").values_list("since", "until")) == [
        (FOUNDED, MOVED),
        (MOVED, FOREVER),
    ]


def test_a_branch_may_be_older_than_its_present_superior():
    young = make_org(kind=OrgKind.WORKING_COMMITTEE, founded_on=date(2024, 1, 1))
    old = make_org(young, founded_on=date(1998, 7, 1))
    assert below(young, date(2026, 6, 30)) == {young.pk, old.pk}


def test_a_changed_profile_holds_from_its_day_and_the_event_says_what_changed(tree):
    *_, branch = tree
    new = profile_on(branch, MOVED).copy_for(MOVED)
    new.secretary = "周同"
    change_profile(profile=new, on=MOVED, by=None)
    assert profile_on(branch, date(2026, 3, 31)).secretary == ""
    assert profile_on(branch, MOVED).secretary == "周同"
    event = AuditEvent.objects.get(action="organisation.profile")
    assert event.summary == "“乙支部”2026-04-01起书记由（空）改为周同"


def test_the_same_facts_again_change_nothing_and_an_earlier_day_is_refused(tree):
    *_, branch = tree
    same = profile_on(branch, MOVED)
    change_profile(profile=same.copy_for(MOVED), on=MOVED, by=None)
    assert Profile.objects.filter(org=branch).count() == 1
    other = same.copy_for(MOVED)
    other.contact_leader = "钱程"
    assert "不能更早" in told(lambda: change_profile(profile=other, on=date(2019, 1, 1), by=None))


def test_a_stale_edit_is_refused(tree):
    *_, branch = tree
    mine, theirs = Organisation.objects.get(pk=branch.pk), Organisation.objects.get(pk=branch.pk)
    theirs.phone = "０１０-6655 0000"
    edit_organisation(org=theirs, version=1, by=None)
    mine.short_name = "丙支部"
    with pytest.raises(ValidationError, match="已被别人修改"):
        edit_organisation(org=mine, version=1, by=None)
    stored = Organisation.objects.get(pk=branch.pk)
    assert (stored.short_name, stored.phone, stored.version) == ("乙支部", "010-66550000", 2)


def test_dissolving_ends_profile_tags_and_groups_but_not_the_place(tree):
    root, _, _, branch, _ = tree
    add_tag(org=branch, tag="示范点", since=FOUNDED, by=None)
    create_group(group=PartyGroup(org=branch, name="第一党小组", since=FOUNDED), by=None)
    dissolve_organisation(org=branch, on=MOVED, reason="整合设置", by=None)
    for model in (Profile, OrganisationTag, PartyGroup):
        assert model.objects.get(org=branch).until == MOVED
    assert branch.pk in below(root, date(2026, 6, 30))
    assert "已在2026-04-01撤销" in told(lambda: dissolve_organisation(org=branch, on=MOVED, reason="再撤", by=None))


def test_an_organisation_with_others_below_it_is_not_dissolved(tree):
    _, first, *_ = tree
    why = told(lambda: dissolve_organisation(org=first, on=MOVED, reason="整合", by=None))
    assert "甲支部、乙支部等2个党组织" in why


def test_tags_hold_between_their_days_and_one_taken_off_at_once_never_held(tree):
    *_, branch = tree
    tag = add_tag(org=branch, tag=" 软弱涣散 ", since=date(2026, 1, 5), by=None)
    assert "已经有" in told(lambda: add_tag(org=branch, tag="软弱涣散", since=MOVED, by=None))
    assert "不能更早" in told(lambda: remove_tag(tag=tag, on=date(2026, 1, 4), by=None))
    remove_tag(tag=tag, on=MOVED, by=None)
    wrong = add_tag(org=branch, tag="软弱涣散", since=MOVED, by=None)
    remove_tag(tag=wrong, on=MOVED, by=None)
    assert list(OrganisationTag.objects.values_list("tag", "since", "until")) == [("软弱涣散", date(2026, 1, 5), MOVED)]


def test_groups_belong_to_branches_and_close_after_they_began(tree):
    root, *_, branch = tree
    assert "党支部里" in told(lambda: create_group(group=PartyGroup(org=root, name="第一党小组", since=MOVED), by=None))
    group = create_group(group=PartyGroup(org=branch, name="第一党小组", since=FOUNDED), by=None)
    assert "要在这之后" in told(lambda: close_group(group=group, on=FOUNDED, by=None))
    close_group(group=group, on=MOVED, by=None)
    assert "已经撤销" in told(lambda: close_group(group=group, on=MOVED, by=None))
    assert PartyGroup.objects.get().until == MOVED


def test_a_second_change_on_the_same_day_replaces_the_first(tree):
    *_, branch = tree
    for name in ("周同", "吴越"):
        new = profile_on(branch, MOVED).copy_for(MOVED)
        new.secretary = name
        change_profile(profile=new, on=MOVED, by=None)
    spans = Profile.objects.filter(org=branch).order_by("since").values_list("since", "until", "secretary")
    assert list(spans) == [(FOUNDED, MOVED, ""), (MOVED, FOREVER, "吴越")]
