from django.urls import path

from partywork.development import record_views

app_name = "development_steps"
urlpatterns = [
    path("", record_views.StepList.as_view(), name="list"),
    path("<int:pk>/", record_views.StepDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", record_views.EditStep.as_view(), name="edit"),
    path("<int:pk>/cancel/", record_views.UndoStep.as_view(), name="cancel"),
]
