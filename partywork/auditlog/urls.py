from django.urls import path

from partywork.auditlog import views

app_name = "audit"
urlpatterns = [
    path("", views.EventList.as_view(), name="list"),
    path("<int:pk>/", views.EventPage.as_view(), name="event"),
]
