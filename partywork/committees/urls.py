from django.urls import path

from partywork.committees import views

app_name = "committees"
urlpatterns = [
    path("", views.TermList.as_view(), name="list"),
    path("new/", views.TermCreate.as_view(), name="create"),
    path("<int:pk>/", views.TermDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.TermEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.TermCancel.as_view(), name="cancel"),
    path("<int:pk>/posts/new/", views.PostGive.as_view(), name="post"),
    path("<int:pk>/posts/end/", views.PostEnd.as_view(), name="post_end"),
]
