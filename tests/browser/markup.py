"""What a page consists of, and what can be told of it without a browser."""

from html.parser import HTMLParser

NAMED_BY_ATTRIBUTE = {"aria-label", "aria-labelledby", "title"}
CONTROLS = {"input", "select", "textarea"}
WITHOUT_NAME = {"hidden", "submit", "button", "image", "reset"}
Attributes = dict[str, str]


class Markup(HTMLParser):
    """``shapes``: which kinds of elements there are, by tag, class and role. ``faults``: ids twice, fields and
    links without a name, an order of Tab of its own, no heading of the first level."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shapes: set[tuple[str, ...]] = set()
        self._ids: list[str] = []
        self._labels: set[str] = set()
        self._fields: list[Attributes] = []
        self._nameless: list[str] = []
        self._open: list[tuple[str, Attributes, list[str]]] = []
        self._headings = 0
        self._jumps = 0
        self._templates = 0
        self.feed(html)

    @property
    def faults(self) -> list[str]:
        twice = sorted({each for each in self._ids if self._ids.count(each) > 1})
        unlabelled = [
            each.get("name", "") for each in self._fields if not NAMED_BY_ATTRIBUTE & each.keys()
            if each.get("id") not in self._labels
        ]  # fmt: skip
        found = [f"编号重复 {each}" for each in twice] + [f"没有标签 {each}" for each in unlabelled]
        found += [f"没有文字 {each}" for each in self._nameless]
        found += ["跳着走的次序"] * self._jumps
        return found + ([] if self._headings else ["没有一级标题"])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._templates += tag == "template"
        if self._templates:
            return  # copied by a script, which gives it its own number
        aria = " ".join(sorted(name for name in given if name.startswith("aria-")))
        self.shapes |= {(tag, each) for each in given.get("class", "").split()}
        self.shapes.add((tag, given.get("type", ""), given.get("role", ""), aria))
        self._jumps += int(given.get("tabindex", "0")) > 0
        self._ids += [given["id"]] if "id" in given else []
        self._headings += tag == "h1"
        if tag == "label":
            self._labels.add(given.get("for", ""))
        inside_label = any(name == "label" for name, _, _ in self._open)
        if tag in CONTROLS and given.get("type") not in WITHOUT_NAME and not inside_label:
            self._fields.append(given)
        if tag in {"a", "button", "label", "summary"}:
            self._open.append((tag, given, []))

    def handle_data(self, data: str) -> None:
        for _, _, text in self._open:
            text.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if self._open and self._open[-1][0] == tag:
            _, given, text = self._open.pop()
            if tag != "label" and not "".join(text).strip() and not NAMED_BY_ATTRIBUTE & given.keys():
                self._nameless.append(f"{tag} {given.get('class', '')}")
