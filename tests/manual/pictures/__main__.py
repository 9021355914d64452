"""make manual: a fresh demo, its server, one browser, and docs/手册/图 anew.

``--only NAME…`` makes some of the pictures, ``--keep`` takes the demo of the last time.
"""
# ruff: noqa: T201  what it does is for the terminal

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.manual.pictures.table import SHOTS, Shot

ROOT = Path(__file__).resolve().parent.parent.parent.parent
VAR, TARGET = ROOT / "var" / "manual", ROOT / "docs" / "手册" / "图"
LOGINS = VAR / "logins.txt"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PATIENCE = 60_000  # ms
PALETTES, MOST_BYTES = (64, 32, 16), 60 * 1024  # the first that is small enough
FLAGS = ["--no-sandbox"]
# To the top, nothing in focus, and what sticks to the screen's edge at its own place in the page. The Chromium of a
# server has no Chinese of its own: days and files look as they do in an office's browser.
SETTLE = """() => {
  scrollTo(0, 0);
  if (document.activeElement) document.activeElement.blur();
  const stuck = document.querySelectorAll(".form-buttons, .topbar, .records th");
  stuck.forEach((each) => { each.style.position = "static"; });
  document.querySelectorAll("input[type=date]").forEach((each) => {
    const day = each.value.split("-").join("/") || "年/月/日";
    each.type = "text";
    each.value = day;
  });
  document.querySelectorAll("input[type=file]").forEach((each) => {
    each.type = "text";
    each.value = "选择文件　未选择任何文件";
  });
}"""
MARK = "each => { each.style.outline = '3px solid #c27c0e'; each.style.outlineOffset = '3px'; }"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--keep", action="store_true")
    asked = parser.parse_args()
    wanted = asked.only
    TARGET.mkdir(exist_ok=True)
    if not asked.keep:
        _seed()
    with _server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        pages = _Pages(browser, address, _passwords())
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                _take(pages.of(shot.user, shot.phone), shot)
        browser.close()
    for path in TARGET.iterdir():
        if path.name not in {shot.name for shot in SHOTS}:
            path.unlink()
    print(f"共 {len(SHOTS)} 张，{sum(path.stat().st_size for path in TARGET.iterdir()) // 1024} KB")


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARTYWORK_")}
    return kept | {"PARTYWORK_VAR": str(VAR), "DATABASE_URL": f"sqlite:///{VAR / 'db.sqlite3'}"}


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.manual.pictures.frozen", *arguments]


def _seed() -> None:
    """A fresh demo; what it prints, the logins, is kept beside it."""
    shutil.rmtree(VAR, ignore_errors=True)
    VAR.mkdir(parents=True)
    print("正在生成演示数据……", flush=True)
    subprocess.run(_command("migrate", "--verbosity", "0"), cwd=ROOT, env=_environment(), check=True)
    with LOGINS.open("w", encoding="utf-8") as logins:
        subprocess.run(_command("seed", "--scale", "street"), cwd=ROOT, env=_environment(), check=True, stdout=logins)
    subprocess.run(_command("send_reminders"), cwd=ROOT, env=_environment(), check=True, stdout=subprocess.DEVNULL)


def _passwords() -> dict[str, str]:
    lines = [line.split("\u3000") for line in LOGINS.read_text(encoding="utf-8").splitlines()[1:]]
    return {line[0]: line[1] for line in lines}


@contextmanager
def _server() -> Iterator[str]:
    port = str(_free_port())
    server = subprocess.Popen(
        _command("serve", "--port", port), cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    server.stdout.readline()  # it says that it has started
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Pages:
    """One signed-in page for each user and kind of screen, opened when first asked for."""

    def __init__(self, browser: Browser, address: str, passwords: dict[str, str]) -> None:
        self.browser, self.address, self.passwords = browser, address, passwords
        self.pages: dict[tuple[str, bool], Page] = {}

    def of(self, user: str, phone: bool) -> Page:
        if (user, phone) not in self.pages:
            context = self.browser.new_context(
                base_url=self.address, locale="zh-CN", timezone_id="Asia/Shanghai", color_scheme="light",
                reduced_motion="reduce", **(PHONE if phone else DESKTOP),
            )  # fmt: skip
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())  # a form is left with what was typed for the picture
            page.goto("/login/")
            page.fill("[name=username]", user)
            page.fill("[name=password]", self.passwords[user])
            page.click("button[type=submit]")
            page.wait_for_selector(".topbar")
            self.pages[user, phone] = page
        return self.pages[user, phone]


def _take(page: Page, shot: Shot) -> None:
    page.goto(shot.path)
    for deed in shot.deeds:
        deed(page)
    page.wait_for_load_state("networkidle")
    if shot.mark:
        page.locator(shot.mark).first.evaluate(MARK)
    page.evaluate(SETTLE)
    box = page.locator(shot.part).first.bounding_box()
    assert box is not None, shot.name
    clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(box["height"], shot.height)}
    taken = page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]
    (TARGET / shot.name).write_bytes(_small(Image.open(io.BytesIO(taken)).convert("RGB")))
    print(f"{shot.name}　{(TARGET / shot.name).stat().st_size // 1024} KB", flush=True)


def _small(image: Image.Image) -> bytes:
    """The picture in few colours: a page needs no more, and the manual stays light."""
    for colours in PALETTES:
        written = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if len(written.getvalue()) <= MOST_BYTES:
            break
    return written.getvalue()


main()
