"""The exit statuses of all commands."""

CLEAN, PROBLEMS, USAGE = 0, 1, 2
"""All is well; something is wrong with the site; the command was used wrongly."""
