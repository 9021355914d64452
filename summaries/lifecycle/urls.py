from django.urls import path

from summaries.lifecycle import list_views, period_views, version_views, views

urlpatterns = [
    path("received/", list_views.ReceivedList.as_view(), name="received"),
    path("check-frozen/", list_views.CheckFrozen.as_view(), name="check_frozen"),
    path("periods/", period_views.PeriodPage.as_view(), name="periods"),
    path("<int:pk>/steps/<slug:name>/", views.StepPage.as_view(), name="step"),
    path("<int:pk>/versions/", version_views.VersionList.as_view(), name="versions"),
    path("<int:pk>/versions/<int:version>/", version_views.VersionPage.as_view(), name="version"),
    path("<int:pk>/versions/<int:version>/proof/", version_views.ProofPage.as_view(), name="proof"),
    path("<int:pk>/versions/<int:version>/<slug:name>/", version_views.VersionFile.as_view(), name="version_file"),
    path("<int:pk>/compare/", version_views.ComparePage.as_view(), name="compare"),
]
