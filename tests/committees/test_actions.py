"""Committees one after another, and their posts."""

from datetime import date

import pytest

from partywork.access.scope import Scope
from partywork.committees.actions import cancel_term, edit_term, end_post, give_post
from partywork.committees.enums import Post
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import due_dates, posts_of, suggested_due, term_of, terms_due
from partywork.entries.actions import StaleEdit
from partywork.entries.enums import Status
from partywork.orgs.actions import dissolve_organisation
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind, Sector
from tests.factories.committees import ELECTED, TODAY, make_term
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.orgs.reading import profile_on
from tests.refusals import told

pytestmark = pytest.mark.django_db
EARLIER, LATER = date(2021, 5, 20), date(2026, 5, 20)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def spans(branch):
    return list(CommitteeTerm.objects.order_by("date").values_list("number", "date", "ended_on"))


def test_a_new_committee_ends_the_one_before_it_with_its_posts(branch, by):
    first = make_term(branch, by, number=1)
    second = make_term(branch, by, LATER, number=2)
    assert spans(branch) == [(1, ELECTED, LATER), (2, LATER, FOREVER)]
    assert set(first.posts.values_list("until", flat=True)) == {LATER}
    assert [term_of(branch, on) for on in (date(2024, 1, 1), date(2026, 5, 19), LATER)] == [None, first, second]


def test_an_older_committee_can_be_logged_afterwards(branch, by):
    make_term(branch, by, number=5)
    old = make_term(branch, by, EARLIER, number=4)
    assert spans(branch) == [(4, EARLIER, ELECTED), (5, ELECTED, FOREVER)]
    assert set(old.posts.values_list("until", flat=True)) == {ELECTED}


def test_the_elected_secretary_leads_the_organisation_unless_named_later(branch, by):
    make_term(branch, by)
    assert [profile_on(branch, on).secretary for on in (date(2024, 5, 19), ELECTED)] == ["", "周同"]
    make_term(branch, by, date(2023, 1, 1), number=0, posts=[(Post.SECRETARY, "郑和")])
    assert profile_on(branch, TODAY).secretary == "周同"
    term = term_of(branch, TODAY)
    assert term is not None
    give_post(term=term, post=Post.SECRETARY, name="王立", since=date(2026, 3, 1), by=by)
    assert profile_on(branch, TODAY).secretary == "王立"


def test_a_post_leads_to_the_member_of_that_name(branch, by):
    member = make_member(branch, by, name="吴越")
    for _ in range(2):
        make_member(branch, by, name="周同")
    term = make_term(branch, by)
    assert dict(term.posts.values_list("name", "member")) == {"周同": None, "吴越": member.pk}


@pytest.mark.parametrize(
    ("elected_on", "number", "message"),
    [
        (date(2026, 7, 2), 2, "在今天之后"),
        (date(2019, 12, 31), 2, "选举日期不能更早"),
        (ELECTED, 2, "第1届也是这一天选举的"),
        (LATER, 1, "上一届是第1届"),
        (EARLIER, 1, "下一届是第1届"),
    ],
)
def test_terms_out_of_order_are_refused(branch, by, elected_on, number, message):
    make_term(branch, by)
    assert message in told(lambda: make_term(branch, by, elected_on, number=number))
    assert spans(branch) == [(1, ELECTED, FOREVER)]


def test_appointed_committees_have_no_terms_and_a_secretary_stands_alone(by):
    group = make_org(kind=OrgKind.WORKING_COMMITTEE)
    assert "没有换届" in told(lambda: make_term(group, by))
    branch = make_org()
    two = [(Post.SECRETARY, "周同"), (Post.SECRETARY, "吴越")]
    assert "书记只能有一名" in told(lambda: make_term(branch, by, posts=two))
    twice = [(Post.MEMBER, "周同")] * 2
    assert "填了两次" in told(lambda: make_term(branch, by, posts=twice))
    assert "任期届满要在选举日期之后" in told(lambda: make_term(branch, by, due_on=ELECTED))


def test_the_same_key_is_one_term(branch, by):
    assert make_term(branch, by, key="k") == make_term(branch, by, key="k")
    assert CommitteePost.objects.count() == 2


def test_correcting_the_day_of_an_election_moves_what_hangs_on_it(branch, by):
    make_term(branch, by, number=1)
    second = make_term(branch, by, LATER, number=2)
    second.date = date(2026, 4, 20)
    edit_term(term=second, version=1, by=by, today=TODAY)
    assert spans(branch) == [(1, ELECTED, date(2026, 4, 20)), (2, date(2026, 4, 20), FOREVER)]
    assert set(second.posts.values_list("since", flat=True)) == {date(2026, 4, 20)}
    assert (second.half, second.month) == (20261, 202604)
    with pytest.raises(StaleEdit):
        edit_term(term=second, version=1, by=by, today=TODAY)


def test_a_cancelled_term_puts_the_one_before_it_in_force_again(branch, by):
    first = make_term(branch, by, number=1)
    wrong = make_term(branch, by, LATER, number=2)
    cancel_term(term=wrong, version=1, reason="登记错了", by=by)
    first.refresh_from_db()
    assert (first.ended_on, CommitteeTerm.objects.get(number=2).status) == (FOREVER, Status.CANCELLED)
    assert set(first.posts.values_list("until", flat=True)) == {FOREVER}
    again = make_term(branch, by, LATER, number=2)
    assert term_of(branch, TODAY) == again


def test_posts_change_during_a_term(branch, by):
    term = make_term(branch, by)
    added = give_post(term=term, post=Post.DISCIPLINE, name=" 孙平 ", since=date(2025, 1, 1), by=by)
    end_post(post=added, on=date(2026, 1, 1), by=by)
    names = [[p.name for p in posts_of(term, on)] for on in (ELECTED, date(2025, 6, 1), date(2026, 1, 1))]
    assert names == [["周同", "吴越"], ["周同", "吴越", "孙平"], ["周同", "吴越"]]
    assert "已经免去" in told(lambda: end_post(post=added, on=TODAY, by=by))
    assert "日期不能更早" in told(
        lambda: give_post(term=term, post=Post.MEMBER, name="孙平", since=date(2024, 1, 1), by=by)
    )
    make_term(branch, by, LATER, number=2)
    term.refresh_from_db()
    assert "已经结束" in told(lambda: give_post(term=term, post=Post.MEMBER, name="孙平", since=TODAY, by=by))


@pytest.mark.parametrize(
    ("kind", "sector", "years"),
    [
        (OrgKind.BRANCH, Sector.SCHOOL, 3),
        (OrgKind.BRANCH, Sector.COMMUNITY, 5),
        (OrgKind.GENERAL_BRANCH, Sector.VILLAGE, 5),
        (OrgKind.GENERAL_BRANCH, Sector.OFFICE, 3),
        (OrgKind.COMMITTEE, Sector.OFFICE, 5),
    ],
)
def test_the_end_of_a_term_is_suggested_by_the_rules(kind, sector, years):
    org = make_org(kind=kind, sector=sector)
    assert suggested_due(org, ELECTED, on=TODAY) == ELECTED.replace(year=ELECTED.year + years)


def test_terms_due_are_those_in_force_the_most_urgent_first(branch, by):
    make_term(branch, by, due_on=date(2026, 9, 1))
    overdue, far, gone = (make_org() for _ in range(3))
    make_term(overdue, by, due_on=date(2026, 6, 1))
    make_term(far, by, due_on=date(2027, 6, 1))
    make_term(gone, by, due_on=date(2026, 8, 1))
    dissolve_organisation(org=gone, on=date(2026, 6, 30), reason="整合", by=None)
    everywhere = Scope(None, TODAY)
    assert [term.org for term in terms_due(everywhere, TODAY, 6)] == [overdue, branch]
    assert due_dates([branch.pk, gone.pk], TODAY) == {branch.pk: date(2026, 9, 1)}
