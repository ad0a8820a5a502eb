"""Pages of the course tree and what people do on them."""

from courses.views import pages
from courses.views.actions import catalogue, enrol, figure, read
from courses.views.groups import groups

__all__ = ["catalogue", "enrol", "figure", "groups", "pages", "read"]
