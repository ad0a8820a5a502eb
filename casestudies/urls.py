from django.urls import path

from casestudies import views

app_name = "casestudies"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.start, name="start"),
    path("<slug:key>/desk/", views.desk, name="desk"),
    path("<slug:key>/papers/<slug:paper>/", views.paper, name="paper"),
    path("<slug:key>/note/", views.note, name="note"),
    path("<slug:key>/stages/<slug:stage>/", views.consequence, name="consequence"),
    path("<slug:key>/letter/", views.letter, name="letter"),
    path("<slug:key>/debrief/", views.debrief, name="debrief"),
    path("<slug:key>/notes/", views.notes, name="notes"),
]
