from django.urls import path

from partywork.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.PlanList.as_view(), name="list"),
    path("new/", views.PlanCreate.as_view(), name="create"),
    path("<int:pk>/", views.PlanDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.PlanEdit.as_view(), name="edit"),
    path("<int:pk>/done/", views.PlanDone.as_view(), name="done"),
    path("<int:pk>/cancel/", views.PlanCancel.as_view(), name="cancel"),
    path("<int:pk>/reopen/", views.PlanReopen.as_view(), name="reopen"),
]
