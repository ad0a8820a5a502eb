"""The installation that is measured: the product's own settings, and the bare pages beside it."""

from academy.settings.local import *  # noqa: F403
from academy.settings.local import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.bare"]
ROOT_URLCONF = "bench.bare.urls"
