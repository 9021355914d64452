from django.urls import path

from partywork.search import views

app_name = "search"
urlpatterns = [
    path("", views.Results.as_view(), name="results"),
    path("suggest/", views.Suggest.as_view(), name="suggest"),
]
