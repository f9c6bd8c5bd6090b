"""The only home of SQLAlchemy: the relational source of truth, one repository a noun."""
