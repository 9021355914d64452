from django.urls import path

from partywork.meetings import attendance_views, form_views, views

app_name = "meetings"
urlpatterns = [
    path("", views.MeetingList.as_view(), name="list"),
    path("new/", form_views.MeetingCreate.as_view(), name="create"),
    path("<int:pk>/", views.MeetingDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", form_views.MeetingEdit.as_view(), name="edit"),
    path("<int:pk>/raise/", views.MeetingRaise.as_view(), name="raise"),
    path("<int:pk>/cancel/", views.MeetingCancel.as_view(), name="cancel"),
    path("members/<int:pk>/", attendance_views.MemberAttendance.as_view(), name="attendance"),
]
