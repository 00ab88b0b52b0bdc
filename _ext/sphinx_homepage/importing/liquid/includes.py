"""The includes of academicpages and Minimal Mistakes that a site may have in its theme only.

They say the least that is needed: what is around the text of a page (sidebar, sharing, comments) is nothing, and
what shows content (galleries, figures, rows of features) is plain HTML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .marks import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

# What pages of ours do themselves, or never do.
_NOTHING = (
    "analytics.html", "author-profile.html", "author-profile-custom-links.html", "breadcrumbs.html",
    "browser-upgrade.html", "comment.html", "comments.html", "footer.html", "footer/custom.html", "head.html",
    "head/custom.html", "masthead.html", "nav_list", "page__date.html", "page__hero.html", "page__hero_video.html",
    "page__meta.html", "page__related.html", "page__taxonomy.html", "paginator.html", "post_pagination.html",
    "read-time.html", "scripts.html", "seo.html", "sidebar.html", "skip-links.html", "social-share.html",
    "tag-list.html", "category-list.html", "toc", "toc.html",
)  # fmt: skip
_ENTRY = """<h2><a href="{{ post.url }}">{{ post.title }}</a></h2>
{% if post.venue %}<p>{{ post.venue }}</p>{% endif %}
{% if post.excerpt %}<p>{{ post.excerpt | markdownify | strip_html | strip }}</p>{% endif %}
"""
_IMAGE = """{% if image contains "://" %}{{ image }}{% else %}{{ image | relative_url }}{% endif %}"""
_ADDRESS = (
    """{% if item.url contains "://" %}{{ item.url }}{% else %}{{ item.url | relative_url }}{% endif %}"""
)
_ITEM = f"""{{% for item in items %}}
{{% if item.image_path %}}{{% assign image = item.image_path %}}
<p><img src="{_IMAGE}" alt="{{{{ item.alt | escape }}}}"></p>
{{{{ item.image_caption | markdownify }}}}
{{% endif %}}
{{% if item.title %}}<h2>{{{{ item.title }}}}</h2>{{% endif %}}
{{{{ item.excerpt | markdownify }}}}
{{% if item.url %}}<p><a href="{_ADDRESS}">\
{{{{ item.btn_label | default: site.data.ui-text[site.locale].more_label | default: "Learn more" }}}}</a></p>{{% endif %}}
{{% endfor %}}
"""
_GALLERY = f"""{{% if items.size == 2 %}}{{% assign beside = "half" %}}{{% elsif items.size > 2 %}}{{% assign beside = "third" %}}\
{{% else %}}{{% assign beside = "" %}}{{% endif %}}
<figure class="{{{{ include.layout | default: beside }}}}">
{{% for item in items %}}{{% assign image = item.image_path %}}
{{% if item.url %}}<a href="{_ADDRESS}">{{% endif %}}<img src="{_IMAGE}" alt="{{{{ item.alt | escape }}}}">{{% if item.url %}}</a>{{% endif %}}
{{% endfor %}}
{{% if include.caption %}}<figcaption>{{{{ include.caption | markdownify | remove: "<p>" | remove: "</p>" }}}}</figcaption>\
{{% endif %}}
</figure>
"""
_TITLE = """<title>{% if page.title %}{{ page.title }} {{ site.title_separator | default: '-' }} {% endif %}\
{{ site.title }}</title>"""
# Of what jekyll-seo-tag and jekyll-feed write for machines, our pages have all but the form of the title.
_SEO_TAG = """{% assign shown = page.title | default: site.title %}<title>{{ shown }}\
{% if site.title and shown != site.title %} | {{ site.title }}{% endif %}</title>"""
# What a theme has above and below pages of what the settings say.
_MASTHEAD = """{% if site.logo %}<header><img src="{{ site.logo | relative_url }}"></header>{% endif %}"""
_FOOTER = """{% for link in site.footer.links %}{% if link.url %}\
<p><a href="{{ link.url }}">{{ link.label }}</a></p>{% endif %}{% endfor %}"""
_OF_PAGE = "{%% if include.id %%}{%% assign items = page[include.id] %%}{%% else %%}{%% assign items = page.%s %%}{%% endif %%}"
_VIDEO = """{% if include.provider == "vimeo" %}\
<a href="https://vimeo.com/{{ include.id }}">https://vimeo.com/{{ include.id }}</a>\
{% elsif include.provider == "google-drive" %}\
<a href="https://drive.google.com/file/d/{{ include.id }}/preview">https://drive.google.com/file/d/{{ include.id }}</a>\
{% else %}<a href="https://www.youtube.com/watch?v={{ include.id }}">https://www.youtube.com/watch?v={{ include.id }}</a>\
{% endif %}"""
_BY_GROUP = """{{% for group in site.{0} %}}
<h2 id="{{{{ group[0] | slugify }}}}">{{{{ group[0] }}}}</h2>
{{% for post in group[1] %}}{{% include archive-single.html %}}{{% endfor %}}
{{% endfor %}}
"""
_GROUPS = """{%- assign group_names = "" | split: "," -%}
{%- assign group_items = "" | split: "," -%}
{%- assign names = include.collection | map: include.field | join: "," | split: "," | uniq | sort -%}
{%- for name in names -%}{%- assign found = "" | split: "," -%}
{%- for element in include.collection -%}
{%- if element[include.field] contains name -%}{%- assign found = found | push: element -%}{%- endif -%}
{%- endfor -%}
{%- assign group_names = group_names | push: name -%}{%- assign group_items = group_items | push: found -%}
{%- endfor -%}"""
_BUILTIN = {
    "archive-single.html": _ENTRY,
    "archive-single-cv.html": _ENTRY,
    "archive-single-talk.html": _ENTRY,
    "archive-single-talk-cv.html": _ENTRY,
    "base_path": "{% assign base_path = site.url | append: site.baseurl %}",
    "documents-collection.html": """{% assign entries = site[include.collection] %}
{% if include.sort_by %}{% assign entries = entries | sort: include.sort_by %}{% endif %}
{% if include.sort_order == "reverse" %}{% assign entries = entries | reverse %}{% endif %}
{% for post in entries %}{% include archive-single.html %}{% endfor %}""",
    "feature_row": _OF_PAGE % "feature_row" + _ITEM,
    "figure": """{% assign image = include.image_path | default: include.path | default: include.url %}<figure>
<img src=\"""" + _IMAGE + """\" alt="{{ include.alt | escape }}">
{% if include.caption %}<figcaption>{{ include.caption | markdownify | remove: "<p>" | remove: "</p>" }}</figcaption>{% endif %}
</figure>""",
    "gallery": _OF_PAGE % "gallery" + _GALLERY,
    "group-by-array": _GROUPS,
    "posts-category.html": """{% for post in site.categories[include.taxonomy] %}\
{% include archive-single.html %}{% endfor %}""",
    "posts-categories.html": _BY_GROUP.format("categories"),
    "posts-tags.html": _BY_GROUP.format("tags"),
    "posts-tag.html": """{% for post in site.tags[include.taxonomy] %}{% include archive-single.html %}{% endfor %}""",
    "video": _VIDEO,
}  # fmt: skip


def builtin_includes(own: Mapping[str, str], *, frames: bool = False) -> dict[str, str]:
    """Return the includes of a site with those of its theme.

    :param frames: whether the site's own say what is around the text of a page.
    """
    found = {name: text for name, text in _BUILTIN.items() if name not in own}
    found |= {**own, "seo.tag": _SEO_TAG if frames else "", "feed_meta.tag": ""}
    if frames:
        return (
            dict.fromkeys(_NOTHING, "")
            | {"head.html": "{% include seo.html %}", "seo.html": _TITLE}
            | {"masthead.html": _MASTHEAD, "footer.html": _FOOTER}
            | found
        )
    found["group-by-array"] = _GROUPS
    if "video" not in own or "iframe" in own["video"]:
        found["video"] = _VIDEO
    found |= dict.fromkeys(_NOTHING, "")
    for name in ("feature_row", "gallery", "figure", "documents-collection.html", "group-by-array"):
        if f"{name}.html" not in found and name in found:
            found[f"{name}.html"] = found[name]
    return found


LAYOUTS = {
    "posts": "{% for post in site.posts %}{% assign year = post.date | date: '%Y' %}"
    "{% if year != last %}<h2>{{ year }}</h2>{% assign last = year %}{% endif %}"
    "{% include archive-single.html %}{% endfor %}\n\n" + PAGE,
    "home": PAGE + "\n\n{% if site.posts.size > 0 %}<h2>"
    "{{ site.data.ui-text[site.locale].recent_posts | default: 'Recent posts' }}</h2>{% endif %}\n\n"
    "{% for post in site.posts %}{% include archive-single.html %}{% endfor %}",
    "categories": PAGE + "\n\n" + _BY_GROUP.format("categories"),
    "tags": PAGE + "\n\n" + _BY_GROUP.format("tags"),
    "category": PAGE
    + "\n\n{% for post in site.categories[page.taxonomy] %}{% include archive-single.html %}{% endfor %}",
    "tag": PAGE
    + "\n\n{% for post in site.tags[page.taxonomy] %}{% include archive-single.html %}{% endfor %}",
    "collection": PAGE + "\n\n{% assign entries = site[page.collection] %}"
    "{% if page.sort_by %}{% assign entries = entries | sort: page.sort_by %}{% endif %}"
    "{% if page.sort_order == 'reverse' %}{% assign entries = entries | reverse %}{% endif %}"
    "{% for post in entries %}{% include archive-single.html %}{% endfor %}",
}
"""The layouts of Minimal Mistakes that show other pages or the front matter; with :data:`.PAGE`."""
THEME_FRAME = (
    "{% include head.html %}{% include seo.html %}{% if page.author_profile %}{% include author-profile.html %}{% endif %}"
    "{% unless page.title %}<title>{{ site.title }}</title>{% endunless %}"
    "{% include masthead.html %}<footer>{% include footer/custom.html %}{% include footer.html %}</footer>"
)
"""What a layout of the theme has around a page, with includes that the site may have of its own."""
PLAIN_LAYOUTS = frozenset(
    {
        "", "none", "null", "default", "compress", "single", "talk", "archive", "archive-dates", "archive-taxonomy",
        "cv-layout", "page", "post", "search", "about", "base", "redirect", "redirected", "project", "publication",
        "splash",
    }
)  # fmt: skip
"""Layouts that show nothing but the page and its front matter, as our pages do."""
HEADER_LAYOUTS = frozenset({*LAYOUTS, "archive", "archive-taxonomy", "single", "splash", "talk"})
"""Layouts of both themes that show the image of ``header`` above a page."""


def list_layout(name: str, own: str | None) -> str:
    """Return the theme's layout of a name, if it lists other pages and is the one that the site has.

    :param own: the site's own layout of that name, which may be the theme's, copied.
    """
    is_theme = own is None or "archive-single" in own or "paginator" in own
    return LAYOUTS.get(name, "") if is_theme else ""
