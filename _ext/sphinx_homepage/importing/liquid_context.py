"""What tags and filters of Liquid ask of the template that they are in."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from liquid.context import RenderContext

    from .jekyll_liquid import JekyllEnvironment


def environment_of(context: RenderContext) -> JekyllEnvironment:
    """Return the environment of a template, which is always Jekyll's."""
    return cast("JekyllEnvironment", context.env)


def rendered(context: RenderContext, source: str) -> str:
    """Return *source* rendered within a context, if there is Liquid in it."""
    if "{{" not in source and "{%" not in source:
        return source
    buffer = StringIO()
    context.env.from_string(source).render_with_context(context, buffer, partial=True)
    return buffer.getvalue()


def evaluated(context: RenderContext, expression: str) -> Any:
    """Return the value of an expression within a context; ``None`` if it is none."""
    nodes = environment_of(context).parsed("{% assign value = " + expression + " %}").nodes
    inner = getattr(nodes[0], "expression", None) if nodes else None
    return inner.evaluate(context) if inner is not None else None
