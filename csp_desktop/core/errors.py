"""Two families of error: the person can act on a UserError; anything else is our bug."""


class UserError(Exception):
    """Something the person can act on; its text says what, where and what to do."""


class NotFoundError(UserError):
    """A board, period, indicator or file that was named does not exist."""


class RefusedError(UserError):
    """The program will not do this now, for a reason the person can read."""


class StaleError(UserError):
    """What was to be saved has been changed by someone else in the meantime."""


class StorageError(UserError):
    """The database or a file cannot be read or written as it stands."""
