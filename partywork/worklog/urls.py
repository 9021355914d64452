from django.urls import path

from partywork.worklog import views

app_name = "worklog"
urlpatterns = [
    path("", views.WorkLogList.as_view(), name="list"),
    path("new/", views.WorkLogCreate.as_view(), name="create"),
    path("<int:pk>/", views.WorkLogDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.WorkLogEdit.as_view(), name="edit"),
    path("<int:pk>/done/", views.WorkLogDone.as_view(), name="done"),
    path("<int:pk>/cancel/", views.WorkLogCancel.as_view(), name="cancel"),
]
