from django.urls import path

from partywork.plans import indicator_views as views

app_name = "indicators"
urlpatterns = [
    path("", views.IndicatorList.as_view(), name="list"),
    path("new/", views.IndicatorCreate.as_view(), name="create"),
    path("<int:pk>/", views.IndicatorDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.IndicatorEdit.as_view(), name="edit"),
    path("<int:pk>/close/", views.IndicatorClose.as_view(), name="close"),
]
