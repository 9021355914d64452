"""The members on the pages of their organisation."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count

from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.models import Organisation
from partywork.orgs.panels import Panel


class MemberPanel(Panel):
    code = "members"
    header = "党员"
    kind = "int"

    def cells(self, org_ids: Collection[int], on: date) -> Mapping[int, int]:
        here = Standing.objects.on(on).filter(org__in=org_ids, stage__in=PARTY_STAGES).order_by()
        return dict(here.values("org").annotate(number=Count("pk")).values_list("org", "number"))

    def hindrance(self, org: Organisation, on: date) -> str:
        """Nobody may be left behind in an organisation that no longer exists."""
        left = Standing.objects.real().filter(org=org, until__gt=on).count()
        return f"“{org}”名册上还有{left}人，请先办理转接或调整。" if left else ""


PANEL = MemberPanel()
