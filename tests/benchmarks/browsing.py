"""Opening the product's pages as somebody who is signed in, through every middleware."""

from collections.abc import Callable

from django.test import Client

from partywork.access.permissions import Role
from partywork.accounts.models import Appointment
from partywork.orgs.models import Organisation


def entered(org: Organisation) -> Client:
    """The browser of somebody who may see the organisation's records: a manager of the whole, a branch's secretary."""
    held = Appointment.objects.filter(org=org, role__in=(Role.MANAGER, Role.SECRETARY)).select_related("user")
    client = Client()
    client.force_login(held.earliest("pk").user)
    return client


def opening(client: Client, address: str, *, fragment: bool = False) -> Callable[[], None]:
    headers = {"HX-Request": "true"} if fragment else {}

    def run() -> None:
        response = client.get(address, headers=headers)
        assert response.status_code == 200, (address, response.status_code)

    return run
