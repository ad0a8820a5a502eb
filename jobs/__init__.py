"""Background work that survives: the Job row is the outbox, Celery only rings the bell."""
