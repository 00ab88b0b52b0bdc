"""What all commands have in common: exit statuses and counts."""

CLEAN, PROBLEMS, USAGE = 0, 1, 2
"""All is well; something is wrong with the site; the command was used wrongly."""
INTERRUPTED = 130
"""What shells say of a command that was ended by Ctrl+C."""


def count(number: int, noun: str, plural: str = "s") -> str:
    """Return a number with its noun: ``1 page``, ``2 pages``."""
    return f"{number} {noun}{'' if number == 1 else plural}"
