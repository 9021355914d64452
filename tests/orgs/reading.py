"""The tree and its facts as of a day, for tests that know they are there."""

from datetime import date

from partywork.orgs.models import Organisation, Profile
from partywork.orgs.queries import profile_of, subtree_ids


def profile_on(org: Organisation, on: date) -> Profile:
    profile = profile_of(org, on)
    assert profile is not None
    return profile


def below(org: Organisation, on: date) -> set[int]:
    """Ids of the organisation and all below it on that day."""
    return set(subtree_ids(org, on).values_list("org", flat=True))
