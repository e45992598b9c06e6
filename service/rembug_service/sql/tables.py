"""The tables of the database in one `metadata`, to which the migrations are compared."""

from sqlalchemy import MetaData

# Every constraint has a name of its own making, so that a migration can drop it on any database.
# Source: SQLAlchemy 2.1 documentation, "Configuring Constraint Naming Conventions".
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)
