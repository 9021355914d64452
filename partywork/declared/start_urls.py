from django.urls import path

from partywork.declared import start_views as views

app_name = "starts"
urlpatterns = [
    path("", views.StartList.as_view(), name="list"),
    path("new/", views.StartCreate.as_view(), name="create"),
    path("<int:pk>/", views.StartDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.StartEdit.as_view(), name="edit"),
]
