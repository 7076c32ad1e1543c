# One image for web, worker, beat and maintenance; docker-compose.yml says which command each runs.

# Front-end packages, exactly those of package-lock.json.
FROM node:22-bookworm-slim AS front
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

# Python packages, exactly those of requirements.lock, each with its hash checked.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock requirements-bootstrap.lock ./
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements-bootstrap.lock \
 && UV_SYSTEM_CERTS=1 VIRTUAL_ENV=/opt/venv /opt/venv/bin/uv pip install --no-cache --compile-bytecode --require-hashes -r requirements.lock \
 && /opt/venv/bin/pip uninstall -y uv

# pg_dump, pg_restore and psql as new as the server: Debian 12 itself has version 15 only.
FROM postgres:18-bookworm AS client

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 poppler-utils libreadline8 liblz4-1 libzstd1 libldap-2.5-0 libgssapi-krb5-2 tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/ocop --shell /usr/sbin/nologin ocop \
 && install -d -o ocop -g ocop /srv/ocop /data
COPY --from=client /usr/lib/postgresql/18/bin/pg_dump /usr/lib/postgresql/18/bin/pg_restore /usr/lib/postgresql/18/bin/psql /opt/postgresql/bin/
COPY --from=client /usr/lib/*-linux-gnu/libpq.so.5* /opt/postgresql/lib/
# Known to the linker itself: the launcher starts these programs with a small environment of their own.
RUN echo /opt/postgresql/lib > /etc/ld.so.conf.d/postgresql.conf && ldconfig && /opt/postgresql/bin/pg_dump --version
COPY --from=packages /opt/venv /opt/venv
COPY --from=front /build/node_modules /opt/node_modules
COPY . /srv/ocop/
WORKDIR /srv/ocop
ENV PATH=/opt/venv/bin:$PATH \
    PG_BIN=/opt/postgresql/bin \
    OCOP_PYTHON=/opt/venv/bin/python \
    DJANGO_SETTINGS_MODULE=ocop_portal.settings \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    NODE_MODULES=/opt/node_modules \
    STATIC_ROOT=/srv/static \
    DATA_DIR=/data \
    XDG_CACHE_HOME=/tmp \
    OCOP_BIND=0.0.0.0 \
    PORT=8000
# Containers cannot write beside the code, so it is compiled here, as the packages are.
RUN python -m compileall -q /srv/ocop
# Static files belong to the image: every container of one version serves the same names. No secret is needed for them.
RUN SECRET_KEY=only-for-collecting-static-files ALLOWED_HOSTS=localhost python deploy/prepare.py --static \
 && chmod -R a+rX /srv/static
USER ocop
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=20s --timeout=10s --start-period=40s CMD ["python", "deploy/healthcheck.py"]
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "ocop_portal.wsgi:application"]
