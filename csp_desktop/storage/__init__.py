"""The database and the plan folder: the only package that imports Peewee.

Repositories take and return core records. Models are not bound to a database: every query is
executed on the `Store` it is given, so two databases can be open side by side.
"""
