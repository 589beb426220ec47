"""Nothing, and never loaded: where Python would keep this compiled `bundle` keeps the code of a report, and pip removes it there."""
