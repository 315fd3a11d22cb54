"""Make the pictures of the documentation from a running service: `screenshots.py http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = {"explore.png": "/explore?focus=k0s&lang=en#k0s"}


def main(service: str) -> None:
    """Take each picture in headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 760})
        for name, path in PICTURES.items():
            page.goto(service + path)
            page.wait_for_timeout(1500)
            page.screenshot(path=Path(__file__).parent / name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
