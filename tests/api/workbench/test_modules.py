"""Which modules a page needs first, read off their text."""

from __future__ import annotations

import pytest

from api.workbench.modules import imported, needed_by


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('import { a, b as c } from "./a.js";', ["./a.js"]),
        ("import d from '../d.js'", ["../d.js"]),
        ('import * as e from "./e.js";\nimport "./f.js";', ["./e.js", "./f.js"]),
        ('import {\n  one,\n  two,\n} from "./many.js";', ["./many.js"]),
        ('export { g } from "./g.js";\nexport * from "./h.js";', ["./g.js", "./h.js"]),
        ('import{options as n}from"./preact.mjs";import"./x.mjs";', ["./preact.mjs", "./x.mjs"]),
        ('const later = () => import("./later.js");', []),
        ('import("./now.js").then(show);', []),
        ('/** @typedef {import("./types.js").T} T */', []),
        ('/** @import { T } from "./types.js" */', []),
        ('// import { x } from "./gone.js";', []),
        ('export const from = "./no.js";\nexport function a() { return "./b.js"; }', []),
    ],
)
def test_static_imports_are_found_and_no_others(text: str, names: list[str]) -> None:
    assert imported(text) == names


def test_what_is_needed_is_followed_and_named_once() -> None:
    modules = {
        "src/main.js": 'import "./a.js";\nimport "./lib/b.js";\nimport "/assets/vega.js";',
        "src/a.js": 'import "./lib/b.js";\nimport "./gone.js";',
        "src/lib/b.js": 'import "../main.js";\nimport "../../vendor/c.mjs";',
        "vendor/c.mjs": "",
    }
    assert needed_by("src/main.js", modules.get) == ["src/a.js", "src/lib/b.js", "vendor/c.mjs"]
