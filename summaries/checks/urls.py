from django.urls import path

from summaries.checks import views

urlpatterns = [path("<int:pk>/checks/", views.Acknowledge.as_view(), name="acknowledge")]
