import pytest

from partywork.access.permissions import Role
from tests.factories.orgs import make_user
from tests.factories.summaries import make_report
from tests.summaries.office import make_office


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def report(office):
    return make_report(office.root, office.by)


@pytest.fixture
def manager(office, client):
    """The manager who writes the report, signed in."""
    user = make_user(office.root, Role.MANAGER)
    client.force_login(user)
    return user
