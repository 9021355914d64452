from django.urls import path

from partywork.development import record_views, views

app_name = "development"
urlpatterns = [
    path("", views.Board.as_view(), name="board"),
    path("print/", views.PrintList.as_view(), name="print"),
    path("people/", views.PeopleList.as_view(), name="list"),
    path("people/<int:pk>/", views.PersonPage.as_view(), name="person"),
    path("people/<int:member_pk>/record/<slug:code>/", record_views.RecordStep.as_view(), name="record"),
    path("people/<int:member_pk>/review/", record_views.RecordReview.as_view(), name="review"),
    path("people/<int:member_pk>/guides/<slug:role>/", record_views.NameGuides.as_view(), name="guides"),
    path("people/<int:member_pk>/extend/<slug:kind>/", record_views.Extend.as_view(), name="extend"),
]
