"""``{% kept %}…{% endkept %}``: a piece of the frame that is the same on every page, drawn once a process.

What stands between the tags sees nothing of the page, no variable and no user, so that nothing of one page can be kept
for another.
"""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


class Kept(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        if self.drawn is None:
            self.drawn = self.nodelist.render(context.new())
        return self.drawn


@register.tag
def kept(parser: Parser, _token: Token) -> Kept:
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist)
