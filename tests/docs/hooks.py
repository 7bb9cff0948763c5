"""The page of the hooks and of the public names, from their docstrings."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Final

import gouji
import gouji.testing
from gouji.docstrings import Docstring
from gouji.plugins import GROUP, Hooks
from tests.docs.words import label

_INTRO: Final = {
    "zh": f"""# 钩子与公共接口

插件是一个模块，由发行包的入口点组 `{GROUP}` 指明。入口点组的名称就是钩子规范的版本：增加钩子不改变它；
取消钩子或改变其含义，则另立新组，旧组的插件照旧加载。

```toml
[project.entry-points."{GROUP}"]
mine = "my_package.my_rules"
```

每个插件单独加载。不能导入、不符合规范、规则代码或名称与已有规则相同的插件，会被指名并略过，其余照常运行。
""",
    "en": f"""# Hooks and public names

A plugin is a module that its distribution names in the entry-point group `{GROUP}`. The name of the group is the
version of the hook specification: a new hook does not change it; taking one away, or changing what one means, makes a
new group, and plugins of the old one go on being loaded.

```toml
[project.entry-points."{GROUP}"]
mine = "my_package.my_rules"
```

Each plugin is loaded by itself. One that cannot be imported, does not keep to the specification, or takes a code or name
that is taken already is named and left out; the rest goes on.
""",
}
_HEADS: Final = {
    "zh": (
        "钩子",
        "规则作者可用的名称",
        "`from gouji import …`。此表中的名称保持稳定；其他模块属于内部实现。",
        "测试工具",
        "`from gouji.testing import …`，不依赖任何测试框架。",
        "| 名称 | 说明（源代码中的英文） |",
    ),
    "en": (
        "Hooks",
        "Names for authors of rules",
        "`from gouji import …`. The names of this table are stable; other modules are internal.",
        "Tools for tests",
        "`from gouji.testing import …`; no test framework is needed.",
        "| Name | What |",
    ),
}


def hooks_page(language: str) -> str:
    """The page of the hooks."""
    hooks, names, names_note, tools, tools_note, head = _HEADS[language]
    lines = [
        f"<!-- {label('generated', language)} -->",
        "",
        _INTRO[language],
        f"## {hooks}",
        "",
        *_hooks(language),
        f"## {names}",
        "",
        names_note,
        "",
        *_names(gouji, head),
        "",
        f"## {tools}",
        "",
        tools_note,
        "",
        *_names(gouji.testing, head),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _hooks(language: str) -> Iterator[str]:
    for name, hook in vars(Hooks).items():
        if getattr(hook, "gouji_spec", None) is None:
            continue
        signature = inspect.signature(hook)
        shown = [p for p in signature.parameters.values() if p.name != "self"]
        yield f"### `{name}`"
        yield ""
        yield "```python"
        yield "@hookimpl"
        yield f"def {name}{signature.replace(parameters=shown)}: ...".replace("'", "")
        yield "```"
        yield ""
        yield _said(hook, language)
        yield ""


def _said(hook: Callable[..., Any], language: str) -> str:
    """What a hook's docstring says, in the language where it has two."""
    text = inspect.getdoc(hook) or ""
    lines = text.splitlines()
    if len(lines) > 1 and lines[1].strip():
        doc = Docstring.parse(text)
        said = doc.zh if language == "zh" else doc.en
        text = f"{said}\n\n{doc.explanation}".strip()
    return text.replace("``", "`")


def _constant(thing: object) -> str:
    """What a name that is no class and no function stands for."""
    if isinstance(thing, dict):
        return ", ".join(map(str, thing))
    if " at 0x" in repr(thing):
        return f"{type(thing).__module__.split('.')[0]}.{type(thing).__name__}"
    return re.sub(r"[\w.]+\.(\w+)", r"\1", str(thing))


def _names(module: ModuleType, head: str) -> Iterator[str]:
    yield head
    yield "|---|---|"
    for name in module.__all__:
        thing = getattr(module, name)
        if inspect.isclass(thing) or inspect.isfunction(thing) or inspect.ismethod(thing):
            text = (inspect.getdoc(thing) or "").split("\n\n")[0]
        else:
            text = _constant(thing)
        flat = " ".join(text.split()).replace("|", "\\|").replace("``", "`")
        yield f"| `{name}` | {flat} |"
