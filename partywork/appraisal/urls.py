from django.urls import path

from partywork.appraisal import views

app_name = "appraisals"
urlpatterns = [
    path("", views.AppraisalList.as_view(), name="list"),
    path("new/", views.Choose.as_view(), name="choose"),
    path("new/<int:meeting_pk>/", views.AppraisalCreate.as_view(), name="create"),
    path("<int:pk>/", views.AppraisalDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.AppraisalEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.AppraisalCancel.as_view(), name="cancel"),
    path("<int:pk>/raise/", views.AppraisalRaise.as_view(), name="raise"),
]
