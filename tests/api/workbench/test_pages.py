"""The page follows the files: edit one, and the next load has it."""

from __future__ import annotations

import os
from pathlib import Path

import brotli
import pytest

from api.workbench.files import Files
from api.workbench.pages import Pages

INDEX = """<!doctype html>
<html lang="en">
  <head>
    <script type="module" src="/assets/src/main.js"></script>
  </head>
</html>
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("src", "styles", "vendor"):
        (tmp_path / folder).mkdir()
    (tmp_path / "index.html").write_text(INDEX)
    (tmp_path / "src" / "main.js").write_text('import "./a.js";')
    (tmp_path / "src" / "a.js").write_text("")
    return tmp_path


def edit(file: Path, text: str) -> None:
    """Later than what was there, whatever the clock of the file system says."""
    file.write_text(text)
    later = file.stat().st_mtime_ns + 1_000_000_000
    os.utime(file, ns=(later, later))


def shown(pages: Pages) -> str:
    site = pages.site()
    assert site
    return site.page.plain.decode()


def test_an_edited_module_is_another_version_with_what_it_needs_now(root: Path) -> None:
    pages = Pages(Files(root))
    before = shown(pages)
    assert before.count("modulepreload") == 1
    assert shown(pages) == before
    (root / "src" / "b.js").write_text("")
    edit(root / "src" / "a.js", 'import "./b.js";')
    after = shown(pages)
    assert after.count("modulepreload") == 2
    assert before.split("/assets/")[1] != after.split("/assets/")[1]


def test_an_edited_page_is_shown(root: Path) -> None:
    pages = Pages(Files(root))
    shown(pages)
    edit(root / "index.html", INDEX.replace('lang="en"', 'lang="de"'))
    assert 'lang="de"' in shown(pages)


def test_only_what_a_version_was_made_of_is_its_own_for_good(root: Path) -> None:
    files = Files(root)
    pages = Pages(files)
    site = pages.site()
    assert site
    version = site.snapshot.version
    content = files.served("src/a.js")
    assert content
    assert pages.current(version, "src/a.js") == content
    assert pages.current("another", "src/a.js") is None
    assert pages.current(version, "src/missing.js") is None
    edit(root / "src" / "a.js", "// changed since the page was sent")
    assert pages.current(version, "src/a.js") == content
    again = pages.site()
    assert again
    assert pages.current(version, "src/a.js") is None
    assert pages.current(again.snapshot.version, "src/a.js") == files.served("src/a.js") != content


def test_what_is_compressed_well_is_sent_in_fewer_bytes_at_the_same_address(root: Path) -> None:
    files = Files(root)
    (root / "src" / "a.js").write_text("".join(f"export const a{n} = {n};\n" for n in range(500)))
    pages = Pages(files)
    quick = pages.site()
    assert quick
    files.compress_well()
    well = pages.site()
    assert well
    assert (well.snapshot.version, well.page) == (quick.snapshot.version, quick.page)
    before, after = (one.snapshot.contents["src/a.js"] for one in (quick, well))
    assert len(after.encoded["br"]) < len(before.encoded["br"])
    assert brotli.decompress(after.encoded["br"]) == after.plain == before.plain
    assert pages.current(well.snapshot.version, "src/a.js") is after
    assert pages.site() is well
    edit(root / "src" / "a.js", "changed")
    changed = files.served("src/a.js")
    assert changed
    assert changed.plain == b"changed"


def test_without_the_files_of_others_there_is_no_page(root: Path) -> None:
    (root / "vendor").rmdir()
    assert Pages(Files(root)).site() is None
