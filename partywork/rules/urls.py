from django.urls import path

from partywork.rules import views

app_name = "rules"
urlpatterns = [
    path("", views.RuleList.as_view(), name="list"),
    path("history/", views.RuleHistory.as_view(), name="history"),
    path("set/", views.RuleSet.as_view(), name="set"),
]
