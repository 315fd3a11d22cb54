"""Take the screenshots of the documentation from a running service: `screenshots.py http://127.0.0.1:8000`."""

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import ViewportSize, sync_playwright


class Picture(NamedTuple):
    """A page to photograph, or one element of it, with the size of the window."""

    path: str
    height: int = 760
    element: str = ""
    width: int = 1200


FOLDER = Path(__file__).parent / "images"
PICTURES = {
    "explore.png": Picture("/explore?focus=k0s&lang=en#k0s"),
    "compare.png": Picture("/compare?id=k3s&id=k0s&lang=en", element="main svg"),
    "time.png": Picture("/explore?focus=k0s&as_of=2021-04-13&since=2021-03-02&lang=en"),
    "thing.png": Picture("/things/kine?lang=en", height=1000),
}


def find_chromium() -> str:
    """Return the path of Debian's Chromium."""
    return next(path for name in ("chromium-headless-shell", "chromium") if (path := shutil.which(name)))


def main(service: str) -> None:
    """Take each picture in headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, picture in PICTURES.items():
            size: ViewportSize = {"width": picture.width, "height": picture.height}
            context = browser.new_context(viewport=size)
            page = context.new_page()
            page.goto(service + picture.path, wait_until="networkidle")
            page.wait_for_timeout(500)
            shown = page.locator(picture.element).first if picture.element else page
            shown.screenshot(path=FOLDER / name)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
