from django.urls import path

from summaries.reports import views

urlpatterns = [
    path("", views.ReportList.as_view(), name="list"),
    path("new/", views.ReportCreate.as_view(), name="create"),
    path("<int:pk>/", views.ReportPage.as_view(), name="report"),
    path("<int:pk>/recompile/", views.Recompile.as_view(), name="recompile"),
    path("<int:pk>/download/<slug:name>/", views.Download.as_view(), name="download"),
]
