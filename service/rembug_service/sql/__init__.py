"""The only place that speaks to the database: tables, queries, unit of work; rows stay here."""
