from django.urls import path

from partywork.privacy import views

app_name = "privacy"
urlpatterns = [path("<int:pk>/", views.HeldPage.as_view(), name="held")]
