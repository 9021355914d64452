from django.urls import path

from partywork.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobList.as_view(), name="list"),
    path("<int:pk>/", views.JobPage.as_view(), name="job"),
    path("<int:pk>/cancel/", views.Cancel.as_view(), name="cancel"),
    path("<int:pk>/retry/", views.Retry.as_view(), name="retry"),
    path("<int:pk>/download/", views.Download.as_view(), name="download"),
]
