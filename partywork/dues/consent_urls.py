from django.urls import path

from partywork.dues import consent_views as views

app_name = "dues_consents"
urlpatterns = [
    path("", views.ConsentList.as_view(), name="list"),
    path("new/", views.ConsentCreate.as_view(), name="create"),
    path("<int:pk>/", views.ConsentDetail.as_view(), name="detail"),
    path("<int:pk>/cancel/", views.ConsentCancel.as_view(), name="cancel"),
]
