from django.urls import path

from partywork.reminders import target_views as views

app_name = "reminder_targets"
urlpatterns = [
    path("", views.TargetList.as_view(), name="list"),
    path("new/", views.TargetCreate.as_view(), name="create"),
    path("<int:pk>/", views.TargetDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.TargetEdit.as_view(), name="edit"),
    path("<int:pk>/test/", views.TargetTest.as_view(), name="test"),
    path("<int:pk>/switch/", views.TargetSwitch.as_view(), name="switch"),
]
