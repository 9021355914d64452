from django.urls import path

from summaries.outlines import changing_views, views

urlpatterns = [
    path("outlines/", views.OutlineList.as_view(), name="outlines"),
    path("outlines/<slug:name>/", views.OutlinePage.as_view(), name="outline"),
    path("outlines/<slug:name>/preview/", views.Preview.as_view(), name="outline_preview"),
    path("outlines/<slug:name>/copy/", views.Copy.as_view(), name="outline_copy"),
    path("outlines/<slug:name>/name/", changing_views.Rename.as_view(), name="outline_name"),
    path("outlines/<slug:name>/place/", changing_views.Place.as_view(), name="outline_place"),
    path("outlines/<slug:name>/step/", changing_views.TakeStep.as_view(), name="outline_step"),
    path("outlines/<slug:name>/mend/", changing_views.Mend.as_view(), name="outline_mend"),
    path("outlines/<slug:name>/use/", changing_views.Use.as_view(), name="outline_use"),
]
