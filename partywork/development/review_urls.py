from django.urls import path

from partywork.development import record_views

app_name = "activist_reviews"
urlpatterns = [
    path("", record_views.ReviewList.as_view(), name="list"),
    path("<int:pk>/", record_views.ReviewDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", record_views.EditReview.as_view(), name="edit"),
    path("<int:pk>/cancel/", record_views.ReviewCancel.as_view(), name="cancel"),
]
