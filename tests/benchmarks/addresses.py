"""The product's addresses, the floor's page and the admin's, all behind the same middleware."""

from typing import Any

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from partywork.meetings.models import Meeting
from partywork.urls import urlpatterns as of_the_product
from tests.benchmarks.floors import listing


class Site(admin.AdminSite):
    """Whoever is logged in may look."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated


class Meetings(admin.ModelAdmin):
    list_display = ("date", "org", "title", "chair", "expected", "present")
    list_filter = ("status",)
    list_select_related = ("org",)
    list_per_page = 30

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_module_permission = has_add_permission = has_change_permission = has_delete_permission = has_view_permission


def floor_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(listing.page(connection, request.path, str(request.user), request.GET.get("cursor", "")))


site = Site()
site.register(Meeting, Meetings)
urlpatterns = [path("admin/", site.urls), path("floor/meetings/", floor_page), *of_the_product]
