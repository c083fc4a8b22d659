"""Which part of a workbook is which sheet, found the way the reader of sheets finds it."""

from collections.abc import Iterator
from xml.etree import ElementTree

from data.sources.workbook_safety import CUT, SAVE, Package

ROOT = "_rels/.rels"
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TEXTS = "xl/sharedstrings.xml"


def visible(opened: Package) -> list[tuple[str, int, str]]:
    """Name, place from 0 and part of every sheet that is shown. Raises UnreadableError."""
    _check_root(opened)
    parts = {link.get("Id"): link.get("Target", "") for link in _elements(opened, LINKS)}
    sheets = [node for node in _elements(opened, BOOK) if _local(node.tag) == "sheet"]
    found = []
    for place, node in enumerate(sheets):
        if node.get("state", "visible") != "visible":
            continue
        links = [value for key, value in node.items() if _local(key) == "id"]
        part = _part(parts.get(links[0], "")) if len(links) == 1 else ""
        if part not in opened.parts or ".." in part:
            raise opened.refusal(f"lacks its sheet {node.get('name')}", SAVE)
        if "/worksheets/" in part:
            found.append((node.get("name", ""), place, part))
    return found


def check_others(opened: Package, seen: set[str]) -> None:
    """Unpacks what else the reader of sheets may look at. Raises UnreadableError."""
    for name in opened.parts.keys() - seen - {TEXTS}:
        if name.endswith((".xml", ".rels")):
            for _ in opened.blocks(name):
                pass


def _check_root(opened: Package) -> None:
    for link in _elements(opened, ROOT):
        is_book = link.get("Type", "").endswith("/officeDocument")
        if is_book and link.get("Target", "").removeprefix("/") != BOOK:
            raise opened.refusal("is no XLSX workbook as spreadsheet programs make them", SAVE)


def _part(target: str) -> str:
    plain = target.replace("\\", "/").lower().removeprefix("/")
    return plain if plain.startswith("xl/") else f"xl/{plain}"


def _elements(opened: Package, name: str) -> Iterator[ElementTree.Element]:
    content = opened.small(name)
    try:
        return ElementTree.fromstring(content).iter()
    except ElementTree.ParseError as error:
        raise opened.refusal(CUT, f"export it again ({error})") from error


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
