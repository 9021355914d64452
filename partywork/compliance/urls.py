from django.urls import path

from partywork.compliance import views

app_name = "compliance"
urlpatterns = [
    path("owed/", views.Owed.as_view(), name="owed"),
    path("heat/", views.Heat.as_view(), name="heat"),
    path("months/", views.Months.as_view(), name="months"),
    path("calendar/", views.Calendar.as_view(), name="calendar"),
    path("calendar.ics", views.CalendarFile.as_view(), name="ics"),
]
