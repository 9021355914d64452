from django.urls import path

from summaries.editor import views

urlpatterns = [
    path("<int:pk>/text/", views.ParagraphList.as_view(), name="text"),
    path("<int:pk>/text/new/", views.NewParagraph.as_view(), name="new_paragraph"),
    path("<int:pk>/text/accept/", views.AcceptRest.as_view(), name="accept_rest"),
    path("<int:pk>/text/headings/", views.Headings.as_view(), name="headings"),
    path("<int:pk>/text/<int:paragraph>/", views.ParagraphEdit.as_view(), name="paragraph"),
    path("<int:pk>/text/<int:paragraph>/step/", views.ParagraphStep.as_view(), name="paragraph_step"),
    path("<int:pk>/text/<int:paragraph>/earlier/", views.EarlierTexts.as_view(), name="earlier_texts"),
]
