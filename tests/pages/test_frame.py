"""Pieces of the frame that are kept see nothing of a page; the icon is the same wherever it is asked for."""

from django.template import Context, Template


def test_a_kept_piece_is_drawn_once_and_sees_no_variable():
    template = Template("{% kept %}{% if name %}{{ name }}{% else %}nobody{% endif %}{% endkept %}，{{ name }}")
    assert template.render(Context({"name": "甲"})) == "nobody，甲"
    assert template.render(Context({"name": "乙"})) == "nobody，乙"


def test_an_icon_is_named_by_a_variable_too():
    template = Template('{% icon "bell" %}|{% icon name %}')
    one, other = template.render(Context({"name": "bell"})).split("|")
    assert one == other
    assert one == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/vendor/bootstrap-icons/icons.svg#bell"></use></svg>'
    )
