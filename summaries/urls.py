"""Addresses of the slices of reports; their names share one namespace."""

from django.urls import include, path

app_name = "summaries"
urlpatterns = [
    path("", include("summaries.lifecycle.urls")),
    path("", include("summaries.reports.urls")),
    path("", include("summaries.internal.urls")),
    path("", include("summaries.inspection.urls")),
    path("", include("summaries.ownforms.urls")),
    path("", include("summaries.batch.urls")),
    path("", include("summaries.printing.urls")),
    path("", include("summaries.checks.urls")),
    path("", include("summaries.picker.urls")),
    path("", include("summaries.editor.urls")),
    path("", include("summaries.loop.urls")),
    path("", include("summaries.tasks.urls")),
    path("", include("summaries.outlines.urls")),
    path("", include("summaries.phrases.urls")),
]
