from django.urls import path

from partywork.imports import batch_views, history_views, views

app_name = "imports"
urlpatterns = [
    path("", views.Upload.as_view(), name="import"),
    path("template/", views.Template.as_view(), name="template"),
    path("history/", history_views.History.as_view(), name="history"),
    path("<int:pk>/", batch_views.Batch.as_view(), name="batch"),
    path("<int:pk>/columns/", batch_views.Columns.as_view(), name="columns"),
    path("<int:pk>/again/", batch_views.Again.as_view(), name="again"),
    path("<int:pk>/fix/", batch_views.Fix.as_view(), name="fix"),
    path("<int:pk>/commit/", batch_views.Commit.as_view(), name="commit"),
    path("<int:pk>/drop/", batch_views.Drop.as_view(), name="drop"),
    path("<int:pk>/wrong-rows/", batch_views.WrongRows.as_view(), name="wrong"),
    path("<int:pk>/undo/", history_views.Undo.as_view(), name="undo"),
]
