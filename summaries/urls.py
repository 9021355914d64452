"""Addresses of the slices of reports; their names share one namespace."""

from django.urls import include, path

app_name = "summaries"
urlpatterns = [
    path("", include("summaries.reports.urls")),
    path("", include("summaries.checks.urls")),
]
