from django.urls import path

from partywork.dues import reduction_views as views

app_name = "dues_reductions"
urlpatterns = [
    path("", views.ReductionList.as_view(), name="list"),
    path("new/", views.ReductionCreate.as_view(), name="create"),
    path("<int:pk>/", views.ReductionDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.ReductionEdit.as_view(), name="edit"),
    path("<int:pk>/withdraw/", views.ReductionWithdraw.as_view(), name="withdraw"),
    path("<int:pk>/decide/", views.ReductionDecide.as_view(), name="decide"),
]
