# One image for web, worker, beat and the one-shot preparation.
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir uv==0.13.9
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
# The packages first: they change less often than the code.
COPY pyproject.toml uv.lock ./
RUN /opt/uv/bin/uv sync --locked --no-cache --python /usr/bin/python3
COPY . .
RUN .venv/bin/python scripts/build_fonts
# Collecting needs settings, not secrets: the key of this layer is thrown away with it.
RUN MILEPOST_ENV=production SECRET_KEY=only-for-collecting ALLOWED_HOSTS=localhost MILEPOST_DATA_DIR=/tmp/data \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        python3 ca-certificates libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-noto-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /data milepost \
    && mkdir -p /data/media && chown -R milepost:milepost /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MILEPOST_ENV=production MILEPOST_DATA_DIR=/data XDG_CACHE_HOME=/tmp
USER milepost
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", \
     "--threads=4", "--timeout=60", "--graceful-timeout=10", "--preload", "--worker-tmp-dir=/dev/shm", "--log-level=warning"]
