"""The history of the schema, for alembic; ``data.migrate`` runs it in process."""
