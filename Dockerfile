# Entente in a container: `docker compose up` runs it beside Neo4j; alone it keeps its graph in /data/graph.db.

# the browser libraries, as the lock file names them
FROM node:22-slim AS browser
WORKDIR /entente
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY scripts/vendor.mjs scripts/
RUN node scripts/vendor.mjs

FROM python:3.11-slim
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /entente
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY . .
COPY --from=browser /entente/static/vendor static/vendor
RUN pip install --no-deps --no-build-isolation -e . \
    && useradd --create-home --uid 1000 entente \
    && install -d -o entente -g entente /data
USER entente
VOLUME /data

# inside the container all addresses are its own; docker-compose.yml publishes the port on loopback only
ENV ENTENTE_HOST=0.0.0.0 ENTENTE_PORT=8000 ENTENTE_STORE=sqlite:////data/graph.db OMP_NUM_THREADS=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/v1/readyz', timeout=4)"]
CMD ["python", "-m", "app"]
