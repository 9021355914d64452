from django.urls import path

from partywork.dues import standard_views as views

app_name = "dues_standards"
urlpatterns = [
    path("", views.StandardList.as_view(), name="list"),
    path("new/", views.StandardCreate.as_view(), name="create"),
    path("<int:pk>/", views.StandardDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.StandardEdit.as_view(), name="edit"),
]
