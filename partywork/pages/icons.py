"""``{% icon "funnel" %}``: one of Bootstrap's icons as every page shows it. There are two dozen on a page."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    address = static("vendor/bootstrap-icons/icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', address, name
    )
