from django.urls import path

from partywork.yearplan import views

app_name = "year_plan"
urlpatterns = [
    path("", views.YearPlan.as_view(), name="year"),
    path("draft/", views.DraftYear.as_view(), name="draft"),
]
