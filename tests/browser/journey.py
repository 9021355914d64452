"""A task as a user does it, counting what it costs: fields typed and clicks (or taps).

Typed is what the user had to know and key in; a tick, a choice and a button are clicks. What the page offered by
itself costs nothing.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Journey:
    """Walks one page; ``typed`` and ``clicked`` name each step, so that a test that fails says which came on top."""

    page: Page
    typed: list[str] = field(default_factory=list)
    clicked: list[str] = field(default_factory=list)

    def type(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Key ``text`` into the field with that label and leave it."""
        place = (within or self.page).get_by_label(label, exact=False).first
        place.fill(text)
        place.press("Tab")
        self.typed.append(label)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()
        self.clicked.append(label)

    def choose(self, label: str, option: str) -> None:
        """One of a box's options: a click to open it, one to choose."""
        self.page.get_by_label(label, exact=False).first.select_option(label=option)
        self.clicked += [label, option]

    def press(self, place: Locator, name: str) -> None:
        """A button or link; ``name`` as the user would call it."""
        place.click()
        self.clicked.append(name)

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True), name)

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True).first, name)

    def open(self, menu_item: str) -> None:
        """A page from the menu; on a phone the menu has to be opened first."""
        menu, more = self.page.locator("#menu"), self.page.get_by_role("button", name="全部", exact=True)
        if more.is_visible():
            self.press(more, "全部")
        self.press(menu.get_by_role("link", name=menu_item, exact=True), menu_item)

    @property
    def cost(self) -> tuple[int, int]:
        """Fields typed and clicks."""
        return len(self.typed), len(self.clicked)
