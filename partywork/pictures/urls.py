from django.urls import path

from partywork.pictures.attendance import BranchAttendance
from partywork.pictures.panels import HalfYear
from partywork.pictures.screen import Screen
from partywork.pictures.views import Overview

app_name = "pictures"
urlpatterns = [
    path("", Overview.as_view(), name="overview"),
    path("half-year/", HalfYear.as_view(), name="half_year"),
    path("attendance/", BranchAttendance.as_view(), name="attendance"),
    path("screen/", Screen.as_view(), name="screen"),
]
