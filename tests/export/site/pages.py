"""Pages of a site as a reader's program sees them: links, ids, formulas, words."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = {"meta", "link", "input", "br", "hr", "img"}
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
NOT_READ = {"script", "style"}
BLOCKS = {"div", "details", "section", "table", "ul", "ol", "dl", "p", "pre", "fieldset"}
CLOSED_BY_A_BLOCK = {"p", "h1", "h2", "h3", "h4"}
VERBATIM = NOT_READ | {"code", "pre", "textarea"}


class Seen(HTMLParser):
    """What is on a page; `broken` are tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.words: list[str] = []
        self.displays: list[bool] = []
        self.formulas = 0
        self.broken: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.broken += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.ids.update([known["id"]] if "id" in known else [])
        self.links += [known["href"]] if tag == "a" else []
        self.links += [known["action"]] if tag == "form" and "action" in known else []
        self.loaded += [known[LOADED[tag]]] if LOADED.get(tag) in known else []
        if tag == "math":
            self.formulas += 1
            if self.displays:
                self.displays[-1] = True
        if "display" in known.get("class", "").split():
            self.displays.append(False)
        if tag in BLOCKS and CLOSED_BY_A_BLOCK & set(self._open):
            self.broken.append(f"<{tag}> at {self.getpos()} inside a paragraph or a heading")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of MathML and SVG only."""

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.broken.append(f"</{tag}> at {self.getpos()}, open: {self._open[-3:]}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not VERBATIM & set(self._open):
            self.words.append(data)


def seen(folder: Path) -> dict[str, Seen]:
    """All pages of a folder."""
    return {path.name: Seen(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}


def dead_links(folder: Path) -> list[str]:
    """Links of the pages of a folder to files or places that are not there."""
    pages = seen(folder)
    dead = []
    for name, page in pages.items():
        for link in page.links:
            url = urlsplit(link)
            if url.scheme:
                continue
            target, place = unquote(url.path) or name, unquote(url.fragment)
            there = (folder / target).is_file()
            if not there or (place and place not in pages[target].ids):
                dead.append(f"{name}: {link}")
    return dead
