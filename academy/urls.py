"""Every address of the product. Course pages come last: they catch what nobody else took."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from academy import views
from courses import views as course_views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("status", views.status, name="status"),
    path("robots.txt", views.robots, name="robots"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<path:name>", views.image, name="image"),
    path("media/courses/figures/<str:name>", course_views.figure, name="course-figure"),
]

urlpatterns += i18n_patterns(
    path("me/", views.me, name="me"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("", include("people.urls")),
    path("accounts/", include("allauth.urls")),
    path("list/", include("controllist.urls")),
    path("glossary/", include("vocabulary.urls")),
    path("exercises/", include("exercises.urls")),
    path("cases/", include("casestudies.urls")),
    path("programme/", include("reporting.urls")),
    path("", include("certification.urls")),
    path("", include("courses.urls")),
    path("", include(wagtail_urls)),
)

handler400 = "academy.views.bad_request"
handler403 = "academy.views.permission_denied"
handler404 = "academy.views.not_found"
handler500 = "academy.views.server_error"
