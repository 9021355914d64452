"""Which unit a page of obligations is about, and how far its reader may look."""

from django.http import Http404
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import Scope
from partywork.common.ids import id_from
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import ids_of_path, organisations_in, subtree_ids
from partywork.pages.http import PageRequest
from partywork.pages.views import Crumbs, link

VIEW = Permission.VIEW_RECORDS


def chosen_unit(request: PageRequest) -> Organisation:
    """The organisation the address names, else the user's own. Raises Http404 for one out of reach."""
    asked = id_from(request.GET.get("org") or request.gate.home.pk)
    found = request.gate.organisations(VIEW).filter(pk=asked).first() if asked else None
    if found is None:
        raise Http404
    return found


def only(org: Organisation, scope: Scope) -> Scope:
    """The unit itself, where the reader may look at it."""
    return Scope(organisations_in(scope).filter(pk=org.pk).order_by().values("pk"), scope.on)


def below(org: Organisation, scope: Scope) -> Scope:
    """The unit and what is below it, as far as the reader's own scope goes."""
    return Scope(organisations_in(scope).filter(pk__in=subtree_ids(org, scope.on)).order_by().values("pk"), scope.on)


def line_crumbs(org: Organisation, scope: Scope, title: str) -> Crumbs:
    """首页, the units above that the reader may see, this page."""
    placement = Placement.objects.on(scope.on).filter(org=org).first()
    above = ids_of_path(placement.path)[:-1] if placement else []
    names = dict(organisations_in(scope).filter(pk__in=above).values_list("pk", "short_name"))
    heat = reverse("compliance:heat")
    steps = [link(names[pk], f"{heat}?org={pk}") for pk in above if pk in names]
    return [link("首页", reverse("home")), *steps, link(title, "")]
