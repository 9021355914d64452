from django.urls import path

from partywork.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.Import.as_view(), name="import"),
    path("template/", views.Template.as_view(), name="template"),
]
