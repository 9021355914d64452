from django.urls import path

from partywork.plans import indicator_views as views

app_name = "indicator_values"
urlpatterns = [
    path("", views.ValueList.as_view(), name="list"),
    path("new/", views.ValueCreate.as_view(), name="create"),
    path("<int:pk>/", views.ValueDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.ValueEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.ValueCancel.as_view(), name="cancel"),
]
