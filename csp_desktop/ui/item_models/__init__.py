"""Qt item models over core records, and the roles they answer to."""
