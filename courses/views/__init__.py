"""Pages of the course tree and what people do on them."""

from courses.views import pages
from courses.views.actions import catalogue, enrol, figure, read

__all__ = ["catalogue", "enrol", "figure", "pages", "read"]
