# Two stages: dependencies with hashes, then a small image that runs as nobody in particular.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /opt/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes -r /opt/requirements.txt \
 && /opt/venv/bin/pip install --no-deps "psycopg[binary]>=3.3" "psycopg-binary>=3.3" "redis>=8"

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=academy.settings.production STC_VAR_DIR=/data MEDIA_ROOT=/data/media
RUN useradd --system --uid 10001 --home-dir /data academy && install -d -o academy /data /app
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY --chown=academy . .
USER academy
# Static files and catalogues are made once, in the image; the values below serve this step only.
RUN SECRET_KEY=build-step-only-build-step-only-0000 ALLOWED_HOSTS=build SITE_URL=https://build.example.org \
    sh -c "python manage.py messages compile && python manage.py collectstatic --noinput"
EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "academy.wsgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
