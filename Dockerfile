# Stage 1: the native backend as a wheel for any CPython from 3.11 on.
FROM rust:1.95-slim-bookworm AS native
# hadolint ignore=DL3008 # Debian keeps one version a release; pinning it breaks with each fix
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/* \
    && python3 -m venv /opt/uv \
    && /opt/uv/bin/pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY crypto/native crypto/native
RUN /opt/uv/bin/uv build --wheel --out-dir /wheels crypto/native

# Stage 2: the pages.
FROM node:24-bookworm-slim AS pages
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend ./
RUN npm run build

# Stage 3: the locked environment, without compilers, tests or editable installs.
FROM python:3.11-slim-bookworm AS environment
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_PROJECT_ENVIRONMENT=/opt/rembug \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE alembic.ini hatch_build.py ./
COPY crypto crypto
COPY alembic alembic
COPY ballots ballots
COPY service service
COPY api api
COPY --from=pages /src/api/rembug_api/static api/rembug_api/static
RUN uv sync --locked --no-default-groups --extra server --no-editable
COPY --from=native /wheels /wheels
RUN uv pip install --python /opt/rembug/bin/python --no-deps /wheels/*.whl

# Stage 4: what runs.
FROM python:3.11-slim-bookworm
# hadolint ignore=DL3008 # as above
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libsodium23 \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=environment /opt/rembug /opt/rembug
ENV PATH=/opt/rembug/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
VOLUME /data
EXPOSE 8443
# The certificate is the service's own, so only its answer is looked at.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
    CMD ["python", "-c", "import ssl, urllib.request as u; u.urlopen('https://127.0.0.1:8443/healthz', timeout=4, context=ssl._create_unverified_context())"]
ENTRYPOINT ["rembug"]
CMD ["serve", "--data", "/data", "--host", "0.0.0.0", "--port", "8443"]
