from django.urls import path

from partywork.dues import fund_views as views

app_name = "dues_publications"
urlpatterns = [
    path("", views.PublicationList.as_view(), name="list"),
    path("new/", views.PublicationCreate.as_view(), name="create"),
    path("<int:pk>/", views.PublicationDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.PublicationEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.PublicationCancel.as_view(), name="cancel"),
]
