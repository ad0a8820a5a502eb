from django.urls import path

from exercises import views

app_name = "exercises"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.start, name="start"),
    path("<slug:key>/result/", views.result, name="result"),
    path("<slug:key>/<int:number>/", views.task, name="task"),
    path("<slug:key>/<int:number>/draft/", views.draft, name="draft"),
]
