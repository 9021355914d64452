from django.urls import path

from summaries.ownforms import views

urlpatterns = [
    path("forms/", views.OwnFormList.as_view(), name="own_forms"),
    path("forms/new/", views.UploadPage.as_view(), name="own_form_upload"),
    path("forms/help/", views.Help.as_view(), name="own_form_help"),
    path("forms/sample/", views.Sample.as_view(), name="own_form_sample"),
    path("forms/<int:pk>/", views.OwnFormPage.as_view(), name="own_form"),
    path("forms/<int:pk>/fill/", views.Fill.as_view(), name="own_form_fill"),
    path("forms/<int:pk>/original/", views.Original.as_view(), name="own_form_original"),
    path("forms/<int:pk>/edit/", views.Edit.as_view(), name="own_form_edit"),
    path("forms/<int:pk>/remove/", views.Remove.as_view(), name="own_form_remove"),
]
