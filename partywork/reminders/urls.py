from django.urls import path

from partywork.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.Mine.as_view(), name="mine"),
    path("read/", views.Read.as_view(), name="read"),
    path("choose/", views.Choose.as_view(), name="choose"),
]
