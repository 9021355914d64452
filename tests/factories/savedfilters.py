"""Filters that people keep."""

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from partywork.savedfilters.actions import save_filter
from partywork.savedfilters.models import SavedFilter


def make_saved_filter(org: Organisation, by: User) -> SavedFilter:
    """One of the user's own; the organisation plays no part in it."""
    saved = SavedFilter(list_name="meetings:list", name="学习", query="q=学习")
    return save_filter(saved=saved, by=by)
