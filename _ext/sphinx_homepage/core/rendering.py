"""Markup from this extension's templates, and those of a site in their place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError
from sphinx.jinja2glue import BuiltinTemplateLoader

from sphinx_incremental.config_errors import config_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.builders import Builder


def render(builder: Builder, template: str, context: Mapping[str, Any]) -> str:
    """Render one of this extension's templates, or the site's own template of the same name."""
    assert builder.templates is not None
    markup: str = builder.templates.render(template, dict(context))
    return markup


def check_templates(app: Sphinx) -> None:
    """End the build at a template of the site that cannot be read: Sphinx would not tell which one."""
    templates = app.builder.templates
    if not isinstance(templates, BuiltinTemplateLoader):
        return
    for directory in app.config.templates_path:
        for file in sorted(Path(app.confdir, directory, "homepage").glob("*.html")):
            try:
                templates.environment.parse(file.read_text("utf-8"))
            except TemplateSyntaxError as error:
                raise config_error(
                    f"{file}:{error.lineno}: Jinja cannot read this template: {error.message}"
                ) from None
            except UnicodeDecodeError:
                raise config_error(f"{file}: the file is not UTF-8; save it as UTF-8") from None
