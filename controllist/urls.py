from django.urls import path, register_converter

from controllist import views

app_name = "controllist"


class EditionConverter:
    """The date of an edition; whether there is such an edition, the view finds out."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EditionConverter, "edition")

urlpatterns = [
    path("", views.index, name="index"),
    path("find/", views.find, name="find"),
    path("workbench/", views.workbench, name="workbench"),
    path("compare/", views.choose_editions, name="editions"),
    path(
        "compare/<edition:older>/<edition:newer>/", views.compare_editions, name="compare-editions"
    ),
    path("<edition:edition>/", views.index, name="edition"),
    path("<edition:edition>/compare/", views.compare_entries, name="compare-entries"),
    path("<edition:edition>/notes/", views.notes, name="notes"),
    path("<edition:edition>/notes/<slug:part>/", views.notes_part, name="notes-part"),
    path("<edition:edition>/<str:code>/", views.entry, name="entry"),
    path("<str:path>/", views.to_path, name="path"),
]
