from django.urls import path

from partywork.dues import fund_views as views

app_name = "remittances"
urlpatterns = [
    path("", views.RemittanceList.as_view(), name="list"),
    path("new/", views.RemittanceCreate.as_view(), name="create"),
    path("<int:pk>/", views.RemittanceDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.RemittanceEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.RemittanceCancel.as_view(), name="cancel"),
]
