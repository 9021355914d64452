from django.urls import path

from partywork.privacy import retention_views, views

app_name = "privacy"
urlpatterns = [
    path("<int:pk>/", views.HeldPage.as_view(), name="held"),
    path("due/", retention_views.RetentionPage.as_view(), name="retention"),
]
