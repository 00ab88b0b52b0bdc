"""Markup from this extension's templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders import Builder


_DIRECTORY = Path(__file__).parent.parent / "templates" / "homepage"


def own_templates() -> list[str]:
    """Return the names of this extension's templates."""
    return sorted(f"homepage/{path.name}" for path in _DIRECTORY.glob("*.html"))


def render(builder: Builder, template: str, context: Mapping[str, Any]) -> str:
    """Render one of this extension's templates, or the site's own template of the same name."""
    assert builder.templates is not None
    markup: str = builder.templates.render(template, dict(context))
    return markup
