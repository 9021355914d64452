from django.urls import path

from partywork.dues import fund_views as views

app_name = "voluntary_payments"
urlpatterns = [
    path("", views.VoluntaryList.as_view(), name="list"),
    path("new/", views.VoluntaryCreate.as_view(), name="create"),
    path("<int:pk>/", views.VoluntaryDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.VoluntaryEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.VoluntaryCancel.as_view(), name="cancel"),
]
