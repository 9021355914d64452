from django.urls import path

from partywork.visits import talk_views as views

app_name = "talks"
urlpatterns = [
    path("", views.TalkList.as_view(), name="list"),
    path("new/", views.TalkCreate.as_view(), name="create"),
    path("<int:pk>/", views.TalkDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.TalkEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.TalkCancel.as_view(), name="cancel"),
]
