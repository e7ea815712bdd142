"""The recipe of ingest/model. Never imported by what ships."""
