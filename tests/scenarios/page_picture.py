#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes docs/page.png: a participant's page in the sample, as Chromium shows it on two phones. README shows it."""

import base64
import urllib.parse

import chromium
import support

PERSON, NOW = "person:utrecht-basis", "2023-06-06T10:00"
HANDED_IN = "quickscan"
WIDTH, HEIGHT, GAP = 390, 460, 20  # CSS pixels of one phone, and between the two.
PICTURE = support.ROOT / "docs/page.png"


def picture(browser, width, top, height):
    clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
    return browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]


def main():
    with support.Service(arguments=["--now", NOW]) as service:
        support.run("hand-in", "--person", PERSON.removeprefix("person:"), "--activity", HANDED_IN, "--now", NOW,
                    config=service.config, data=service.data / "rehearsal")
        page = urllib.parse.urlsplit(service.links()[PERSON]["page"]).path
        with chromium.Browser(width=WIDTH, height=HEIGHT) as browser:
            browser.load(f"http://127.0.0.1:{service.port}{page}")
            deadlines = browser.ask("[...document.querySelectorAll('h3')].at(1).getBoundingClientRect().top")
            parts = [picture(browser, WIDTH, top, HEIGHT) for top in (0, deadlines - GAP)]
    phones = "".join(f'<img src="data:image/png;base64,{part}">' for part in parts)
    style = f"body {{margin: 0; display: flex; gap: {GAP}px; padding: 2px}} img {{outline: 2px solid #888}}"
    with chromium.Browser(width=2 * WIDTH + GAP + 4, height=HEIGHT + 4) as browser:
        document = f"<!doctype html><style>{style}</style>{phones}"
        browser.load("data:text/html;base64," + base64.b64encode(document.encode()).decode())
        PICTURE.write_bytes(base64.b64decode(picture(browser, 2 * WIDTH + GAP + 4, 0, HEIGHT + 4)))


if __name__ == "__main__":
    main()
