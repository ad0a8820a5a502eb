"""Tests: cheap passwords, nothing leaves the process, the rest as in production."""

import os
import tempfile

os.environ["STC_VAR_DIR"] = os.environ.get("STC_TEST_VAR_DIR") or tempfile.mkdtemp(
    prefix="stc-test-"
)
os.environ["SECRET_KEY"] = "only-for-tests-only-for-tests-only-for-tests"  # noqa: S105
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["SITE_URL"] = "http://localhost"
os.environ["SECURE_SSL_REDIRECT"] = "false"
os.environ["DATABASE_URL"] = os.environ.get(
    "STC_TEST_DATABASE_URL", f"sqlite:///{os.environ['STC_VAR_DIR']}/test.sqlite3"
)
os.environ["REDIS_URL"] = os.environ.get("STC_TEST_REDIS_URL", "")
os.environ["CELERY_BROKER_URL"] = os.environ.get("STC_TEST_REDIS_URL", "memory://")

from academy.settings.local import *  # noqa: F403
from academy.settings.production import CACHES, DATABASES, REDIS_URL, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = VAR_DIR / "media"
if not REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
