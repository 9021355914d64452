from django.urls import path

from partywork.visits import contact_views, views

app_name = "visits"
urlpatterns = [
    path("", views.VisitList.as_view(), name="list"),
    path("contacts/", contact_views.ContactPoints.as_view(), name="contacts"),
    path("new/", views.VisitCreate.as_view(), name="create"),
    path("<int:pk>/", views.VisitDetail.as_view(), name="detail"),
    path("<int:pk>/edit/", views.VisitEdit.as_view(), name="edit"),
    path("<int:pk>/cancel/", views.VisitCancel.as_view(), name="cancel"),
    path("<int:pk>/raise/", views.VisitRaise.as_view(), name="raise"),
]
