from django.urls import path

from partywork.orgs import views

app_name = "orgs"
urlpatterns = [
    path("", views.OrganisationTree.as_view(), name="list"),
    path("new/", views.Founding.as_view(), name="create"),
    path("<int:pk>/", views.OrganisationDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.FactsEdit.as_view(), name="edit"),
    path("<int:pk>/profile/", views.ProfileChange.as_view(), name="profile"),
    path("<int:pk>/move/", views.Move.as_view(), name="move"),
    path("<int:pk>/dissolve/", views.Dissolve.as_view(), name="dissolve"),
    path("<int:pk>/tags/new/", views.TagAdd.as_view(), name="tag"),
    path("<int:pk>/tags/end/", views.TagRemove.as_view(), name="untag"),
    path("<int:pk>/groups/new/", views.GroupAdd.as_view(), name="group"),
    path("<int:pk>/groups/end/", views.GroupClose.as_view(), name="group_close"),
]
