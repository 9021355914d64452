from django.urls import path

from partywork.manual import views

app_name = "manual"
urlpatterns = [
    path("", views.Contents.as_view(), name="contents"),
    path("whole/", views.Whole.as_view(), name="whole"),
    path("<slug:slug>/", views.ChapterPage.as_view(), name="chapter"),
]
