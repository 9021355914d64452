from django.urls import path

from partywork.bulkedit import views

app_name = "bulk"
urlpatterns = [
    path("", views.Choose.as_view(), name="choose"),
    path("preview/", views.Preview.as_view(), name="preview"),
    path("commit/", views.Commit.as_view(), name="commit"),
]
