# Any image with Python 3.11 or newer and its venv module will do as the base.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
# Without a network: put the locked wheels into wheels/ and build with
#   --build-arg PIP_ARGS="--no-index --find-links /context/wheels"
ARG PIP_ARGS=""
WORKDIR /srv/candour
RUN --mount=type=bind,target=/context \
    python3 -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-compile --require-hashes ${PIP_ARGS} \
       --requirement /context/requirements/runtime.txt
COPY LICENSE LICENSE-DATA.md pyproject.toml ./
COPY app app
COPY migrations migrations
COPY seed_data seed_data
# Compiled once here: the service runs as a user who cannot write beside the code.
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && /opt/venv/bin/python -m compileall -q /opt/venv/lib app migrations

FROM ${BASE}
LABEL org.opencontainers.image.title="Candour" \
      org.opencontainers.image.description="What is known about aesthetic procedures, with the evidence behind each statement" \
      org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-4.0"
RUN groupadd --gid 10001 candour \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /srv/candour --shell /usr/sbin/nologin candour \
    && install --directory --owner 10001 --group 10001 /srv/candour /srv/candour/var
WORKDIR /srv/candour
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/candour /srv/candour
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TMPDIR=/srv/candour/var \
    CANDOUR_HOST=0.0.0.0 \
    CANDOUR_PUBLIC_URL=http://127.0.0.1:8000
# Nothing is written anywhere but in var: run it with --read-only --cap-drop ALL --security-opt no-new-privileges.
USER 10001:10001
VOLUME /srv/candour/var
EXPOSE 8000
# Asks with the public name, the only one that CANDOUR_ALLOWED_HOSTS may let in.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["python", "-c", \
    "import os, urllib.parse as url, urllib.request as web; \
    name = url.urlsplit(os.environ['CANDOUR_PUBLIC_URL']).netloc; \
    live = 'http://127.0.0.1:' + os.environ.get('CANDOUR_PORT', '8000') + '/health/live'; \
    web.urlopen(web.Request(live, headers={'Host': name}), timeout=2)"]
# `serve` refuses to start on a schema that is not current; it never migrates. Run `migrate` and `seed` first.
ENTRYPOINT ["candour"]
CMD ["serve"]
