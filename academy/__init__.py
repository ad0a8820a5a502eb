"""Composition: settings, root addresses, the Celery app, and pages that put rooms together."""
