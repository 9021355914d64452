from django.urls import path

from partywork.rectification import step_views, views

app_name = "rectification"
urlpatterns = [
    path("", views.ItemList.as_view(), name="list"),
    path("new/", views.ItemCreate.as_view(), name="create"),
    path("<int:pk>/", views.ItemDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.ItemEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.ItemCancel.as_view(), name="cancel"),
    path("<int:pk>/progress/", step_views.AddProgress.as_view(), name="progress"),
    path("<int:pk>/request/", step_views.RequestClosure.as_view(), name="request"),
    path("<int:pk>/review/", step_views.ReviewClosure.as_view(), name="review"),
    path("<int:pk>/own-review/", step_views.OwnReview.as_view(), name="own_review"),
    path("<int:pk>/extend/", step_views.Extend.as_view(), name="extend"),
    path("<int:pk>/reopen/", step_views.Reopen.as_view(), name="reopen"),
]
