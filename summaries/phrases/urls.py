from django.urls import path

from summaries.phrases import formulation_views, views

urlpatterns = [
    path("phrases/", views.Themes.as_view(), name="phrases"),
    path("phrases/theme/", views.ThemePage.as_view(), name="phrase_theme"),
    path("phrases/new/", views.PhraseCreate.as_view(), name="phrase_new"),
    path("phrases/use/", views.UseSentence.as_view(), name="sentence_use"),
    path("phrases/<int:pk>/edit/", views.PhraseEdit.as_view(), name="phrase_edit"),
    path("phrases/<int:pk>/use/", views.UsePhrase.as_view(), name="phrase_use"),
    path("formulations/", formulation_views.Formulations.as_view(), name="formulations"),
    path("formulations/new/", formulation_views.FormulationCreate.as_view(), name="formulation_new"),
    path("formulations/confirm/", formulation_views.Confirm.as_view(), name="formulations_confirm"),
    path("formulations/<int:pk>/edit/", formulation_views.FormulationEdit.as_view(), name="formulation_edit"),
]
