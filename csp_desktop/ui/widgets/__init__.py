"""Controls and parts of a page that know nothing of records."""
