from django.conf import settings
from django.db import models
from wagtail.models import Page


class BarePage(Page):
    """A page whose body is one cached fragment."""

    body = models.TextField()
    template = "bare/page.html"


class BareAnswer(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    value = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    wagtail_reference_index_ignore = True

    objects: models.Manager["BareAnswer"] = models.Manager()
