from django.urls import path

from summaries.internal import views

urlpatterns = [
    path("<int:pk>/internal/", views.InternalLedgers.as_view(), name="internal"),
]
