"""Figures by the sector of the organisation: a dimension for every source of records."""

from django.db.models import Q

from partywork.measures.declarations import Condition, Dim
from partywork.measures.window import Window
from partywork.orgs.enums import NEW_SECTORS, Sector
from partywork.orgs.models import Profile

# Groups of sectors people ask for; they overlap, so nothing is split by them.
FIELDS: dict[str, tuple[Sector, ...]] = {
    "企业": (Sector.STATE_ENTERPRISE, Sector.PRIVATE_ENTERPRISE),
    "两新组织": NEW_SECTORS,
    "村和社区": (Sector.VILLAGE, Sector.COMMUNITY),
    "机关事业单位": (Sector.OFFICE, Sector.PUBLIC_INSTITUTION),
}


def by_sector(org: str = "org") -> Dim:
    """领域: records of organisations that belong to a sector on the data date. ``org`` leads to the organisation."""
    return Dim("领域", values={str(sector.label): in_sector(sector, org=org) for sector in Sector})


def by_field(org: str = "org") -> Dim:
    """领域大类: the same by groups of sectors."""
    return Dim("领域大类", values={label: in_sector(*each, org=org) for label, each in FIELDS.items()}, partition=False)


def in_sector(*sectors: Sector, org: str = "org") -> Condition:
    """Rows of organisations that belong to one of the sectors on the data date."""

    def condition(window: Window) -> Q:
        profiles = Profile.objects.on(window.on).filter(sector__in=sectors)
        return Q(**{f"{org}__in": profiles.values("org")})

    return condition
