"""Writes ``docs/providers.md`` and its Chinese twin from the catalogue and the fixtures. ``make readme`` runs it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Service
from aigc_lint.catalog.load import load
from aigc_lint.model.words import Language, Words
from aigc_lint.report import matrix
from aigc_lint.report import matrix_words as say
from aigc_lint.report.terms_words import KINDS
from aigc_lint.report.wording import Wording

ROOT = Path(__file__).resolve().parent.parent
PAGES: dict[str, Language] = {"docs/providers.md": "en", "docs/providers.zh-CN.md": "zh"}
TODAY = datetime.date(2026, 11, 25)
"""The day that the outcomes are as of: conditions with a date must not change the page by themselves."""
SEED = {
    "OpenAI": ("openai-api", "openai-chatgpt"),
    "Pika": ("pika-api", "pika-app"),
    "DeepSeek": ("deepseek-app", "deepseek-api"),
    "Moonshot / Kimi": ("kimi-app", "moonshot-api-cn", "moonshot-api-intl"),
    "Tencent Yuanbao, Hunyuan": ("tencent-yuanbao", "tencent-hunyuan-api", "tencent-tokenhub"),
    "Google Cloud, Gemini": ("google-cloud-vertex", "gemini-api", "gemini-app"),
    "Midjourney": ("midjourney",),
    "Doubao, Volcengine Ark": ("doubao-app", "volcengine-ark"),
    "Stability AI": ("stability-api", "stability-weights"),
}
"""The systems of the founding analysis, with the contracts that they are today."""
FIXTURES = ("fixtures/sdks", "fixtures/idioms")
_MARK = re.compile(r"# (?:call|client|config): ([\w.-]+)(\??)(?: |$)", re.MULTILINE)

HEAD = Words(
    """[English](providers.md) | [中文](providers.zh-CN.md)

# Providers and their terms

This page is written by `make readme` from catalogue {version} and from the fixtures: edit `rules/providers/`, not this page.
It sums up clauses in our own words and is no legal advice; the text that counts is the one at the document's address.
`aigc-lint terms show SERVICE` gives every clause with its section, dates, evidence and address, and
`aigc-lint terms list --format markdown` draws these rows for a selection. A dash means that no clause on the question was
read. In brackets stands when a clause holds.
""",
    """[English](providers.md) | [中文](providers.zh-CN.md)

# 提供方及其条款

本页由 `make readme` 依据条款目录 {version} 与测试样例生成；如需修改，请编辑 `rules/providers/`。
本页以自己的文字概述条款，不构成法律意见，以原文为准。
`aigc-lint terms show 服务` 可查看每一条款的条号、日期、佐证与网址；
`aigc-lint terms list --format markdown` 可按所选范围输出同样的表格。
短横线表示未查阅到相关条款；方括号内为条款适用的条件。
""",
)
SEEDED = Words("The systems of the founding analysis", "立项分析所涉系统")
OTHERS = Words("All other services whose terms were read", "其他已查阅条款的服务")
REST = Words("Services without clauses", "尚无条款的服务")
REST_SAYS = Words(
    "They are detected, and rules on providers and regions apply to them; what their terms say nobody has read.",
    "可被识别，提供方与地域规则同样适用；但其条款尚未查阅。",
)
REACHED = Words("How each is reached in Python", "在 Python 中的使用途径")
REACHED_SAYS = Words(
    "SDKs are distributions that name the service; any SDK of the same protocol reaches it by its host. A prefix belongs to the"
    " model name or provider argument of the library before the colon. A host that begins with `*/` is a path that means the"
    " service wherever it stands. The fixture is code that the tests prove to be recognised as a use of the service.",
    "SDK 一栏为直接指明该服务的发行包；协议相同的 SDK 亦可经其主机访问。前缀用于冒号前所列库的模型名或提供方参数。"
    "以 `*/` 开头的主机为无论位于何处均指向该服务的路径。样例为经测试证明可被识别的代码。",
)
OUTCOMES = Words("What the training rules say", "训练规则的结论")
OUTCOMES_SAYS = Words(
    "For a call that shows only its service, under the default policy, as of {today}; then the plans and models that change"
    " it. Exactly one outcome each, from one table (`aigc_lint/checks/training_table.py`).",
    "针对仅能看出服务的调用、在默认策略下、截至 {today} 的结论；其后为会改变结论的方案与模型。"
    "每种情形仅有一个结论，均出自同一张表（`aigc_lint/checks/training_table.py`）。",
)
SYSTEM, FIXTURE, KIND, PROVIDER, WHY = (
    Words("System", "系统"), Words("Fixture", "样例"), Words("Kind", "类型"), Words("Provider", "提供方"), Words("Why", "原因")
)  # fmt: skip


def page(language: Language) -> str:
    """Return the whole page."""
    catalog = load()
    return "\n".join(_parts(catalog, Wording(catalog, language)))


def _parts(catalog: Catalog, wording: Wording) -> Iterator[str]:
    def of(identifiers: list[str]) -> list[Service]:
        return [catalog.services[identifier] for identifier in identifiers]

    seeds = [service for group in SEED.values() for service in group]
    ordered = sorted(catalog.services.values(), key=lambda one: (one.provider, not one.default, one.id))
    others = [service.id for service in ordered if service.clauses and service.id not in seeds]
    rest = [service.id for service in ordered if not service.clauses and service.id not in seeds]
    yield wording.say(HEAD, version=catalog.version)
    yield f"## {wording.say(SEEDED)}\n"
    yield _seeded(catalog, wording)
    yield f"## {wording.say(OTHERS)}\n"
    yield matrix.render(of(others), catalog, wording.lang)
    yield f"## {wording.say(REST)}\n\n{wording.say(REST_SAYS)}\n"
    yield _rest(of(rest), wording)
    yield f"## {wording.say(REACHED)}\n\n{wording.say(REACHED_SAYS)}\n"
    yield _reached(of([*seeds, *others, *rest]), wording)
    yield f"## {wording.say(OUTCOMES)}\n\n{wording.say(OUTCOMES_SAYS, today=str(TODAY))}\n"
    rows = [matrix.outcome_row(service, wording, TODAY) for service in of([*seeds, *others, *rest])]
    yield matrix.table(matrix.outcome_heads(wording), rows)


def _seeded(catalog: Catalog, wording: Wording) -> str:
    """Draw the matrix of the founding systems, with the system in front of its services."""
    head, rule, *rows = matrix.render(
        [catalog.services[service] for group in SEED.values() for service in group], catalog, wording.lang
    ).splitlines()
    systems = [name if index == 0 else "" for name, group in SEED.items() for index in range(len(group))]
    named = [f"| {f'**{system}**' if system else ''} {row}" for system, row in zip(systems, rows, strict=True)]
    return "\n".join([f"| {wording.say(SYSTEM)} {head}", f"| --- {rule}", *named, ""])


def _rest(services: list[Service], wording: Wording) -> str:
    rows = [
        [
            matrix.name(service, wording),
            matrix.cell(wording.say(wording.catalog.providers[service.provider].name)),
            wording.say(KINDS[service.audience]),
            matrix.region(service, wording),
            matrix.cell(wording.say(service.unverified)) if service.unverified else "–",
        ]
        for service in services
    ]
    heads = [say.SERVICE, PROVIDER, KIND, say.REGION, WHY]
    return matrix.table([wording.say(head) for head in heads], rows)


def _reached(services: list[Service], wording: Wording) -> str:
    found = fixtures()
    rows = [[*matrix.reach_row(service, wording), _link(found.get(service.id))] for service in services]
    return matrix.table([*matrix.reach_heads(wording), wording.say(FIXTURE)], rows)


def _link(path: str | None) -> str:
    return f"[{'/'.join(Path(path).parts[1:])}](../{path})" if path else "–"


def fixtures() -> dict[str, str]:
    """Return for each service a fixture with a line that is proved to be a use of it: of nothing else, where there is one."""
    surely: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    for folder in FIXTURES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for service, doubt in _MARK.findall(path.read_text(encoding="utf-8")):
                (perhaps if doubt else surely).setdefault(service, path.relative_to(ROOT).as_posix())
    return perhaps | surely


if __name__ == "__main__":
    for name, language in PAGES.items():
        (ROOT / name).write_text(page(language), encoding="utf-8")
