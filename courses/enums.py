from django.db import models
from django.utils.translation import gettext_lazy as _


class Via(models.TextChoices):
    """How somebody came into a course."""

    SELF = "self", _("enrolled without help")
    READING = "reading", _("began to read")
    STAFF = "staff", _("enrolled by a trainer or manager")
