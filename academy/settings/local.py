"""One person's machine: `make run` uses these. No HTTPS, demo people, mail into files."""

import os
import secrets
from pathlib import Path

_root = Path(__file__).resolve().parent.parent.parent
_var = Path(os.environ.get("STC_VAR_DIR", _root / "var"))


def _kept_secret() -> str:
    """Return this machine's own key, made on first use and readable by its owner only."""
    path = _var / "secret-key"
    if not path.exists():
        _var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


os.environ.setdefault("SECRET_KEY", _kept_secret())
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("EMAIL_URL", f"file:///{_var / 'mail'}")
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")

from academy.settings.production import *  # noqa: F403
from academy.settings.production import STORAGES, VAR_DIR

DEMO = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
WHITENOISE_USE_FINDERS = True  # files are served from where they lie, nothing is collected
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
