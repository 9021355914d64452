from django.urls import path

from partywork.holidays import views

app_name = "holidays"
urlpatterns = [
    path("", views.NoticeList.as_view(), name="list"),
    path("set/", views.NoticeSet.as_view(), name="set"),
]
