from django.urls import path

from partywork.savedfilters import views

app_name = "filters"
urlpatterns = [
    path("", views.Mine.as_view(), name="mine"),
    path("save/", views.Save.as_view(), name="save"),
    path("<int:pk>/rename/", views.Rename.as_view(), name="rename"),
    path("<int:pk>/remove/", views.Remove.as_view(), name="remove"),
]
