from django.urls import path

from partywork.dues import arrears, grid, sheet_views, views

app_name = "dues"
urlpatterns = [
    path("", grid.YearGrid.as_view(), name="grid"),
    path("sheet/", sheet_views.CollectionSheet.as_view(), name="sheet"),
    path("arrears/", arrears.Arrears.as_view(), name="arrears"),
    path("collect/", views.Collect.as_view(), name="collect"),
    path("open/", views.OpenMonths.as_view(), name="open"),
    path("months/", views.MonthList.as_view(), name="list"),
    path("months/<int:pk>/", views.MonthDetail.as_view(), name="detail"),
    path("months/<int:pk>/correct/", views.MonthCorrect.as_view(), name="correct"),
]
