from django.urls import path

from summaries.batch import views

urlpatterns = [
    path("batch/", views.BatchCreate.as_view(), name="batch"),
]
