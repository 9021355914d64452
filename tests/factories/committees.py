"""Committee terms."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.committees.actions import Posts, log_term
from partywork.committees.enums import Post
from partywork.committees.models import CommitteeTerm
from partywork.orgs.models import Organisation

TODAY = date(2026, 7, 1)
ELECTED = date(2024, 5, 20)


def make_term(
    org: Organisation,
    by: User,
    elected_on: date = ELECTED,
    *,
    number: int = 1,
    due_on: date | None = None,
    posts: Posts = ((Post.SECRETARY, "周同"), (Post.ORGANISATION, "吴越")),
    **extra: Any,
) -> CommitteeTerm:
    """A term of three years unless ``due_on`` says otherwise."""
    due_on = due_on or elected_on.replace(year=elected_on.year + 3)
    term = CommitteeTerm(org=org, number=number, date=elected_on, due_on=due_on, **extra)
    return log_term(term=term, posts=posts, by=by, today=TODAY)
