from django.urls import path

from partywork.development import record_views

app_name = "development_extensions"
urlpatterns = [
    path("", record_views.ExtensionList.as_view(), name="list"),
    path("<int:pk>/", record_views.ExtensionDetail.as_view(), name="detail"),
    path("<int:pk>/cancel/", record_views.ExtensionCancel.as_view(), name="cancel"),
]
