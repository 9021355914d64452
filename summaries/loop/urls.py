from django.urls import path

from summaries.loop import views

urlpatterns = [
    path("<int:pk>/adopt/", views.Adopt.as_view(), name="adopt"),
    path("<int:pk>/raise/", views.ReportRaise.as_view(), name="raise"),
]
