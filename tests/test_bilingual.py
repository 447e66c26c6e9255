"""Both languages, everywhere: each text of the catalogue and each sentence of the code, its Chinese written as Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from aigc_lint.catalog.load import load
from aigc_lint.model.words import Words

PACKAGE = Path(__file__).parent.parent / "aigc_lint"
KINDS = ("providers", "sdks", "wrappers", "regulations", "rules", "vocabulary")
HAN = "\u4e00-\u9fff"
VARIANTS = {
    "服务方": "提供方", "供应商": "提供方", "厂商": "研发方", "模型开发方": "研发方", "零保留": "零数据保留",
    "零留存": "零数据保留", "零数据留存": "零数据保留", "可见标签": "显式标识", "显性标识": "显式标识",
    "隐性标识": "隐式标识", "隐含标识": "隐式标识", "API Key": "API 密钥", "人工审核": "人工审查", "精调": "微调",
    "竞品": "竞争产品", "帐号": "账户", "账号": "账户", "帐户": "账户", "选择退出训练": "退出训练", "补全": "输出",
    "令牌数": "词元数", "撤销授权": "撤回授权", "撤回许可": "撤回授权", "最终用户": "终端用户", "转授权": "再许可",
    "再授权": "再许可", "分许可": "再许可", "派生作品": "衍生作品", "订阅方案": "套餐", "付费方案": "套餐",
    "免费方案": "套餐",
}  # fmt: skip
"""What is not written -> the term that CONTRIBUTING.md settles on."""
AS_IT_IS = ("银行账号", "`git fetch --unshallow` 补全", "路径:行号", '"env:变量名"')
"""Where such a word means something else, and what stands for a piece of code."""

Text = tuple[str, str, str]
"""Where it stands, English, Chinese."""


def words_in(value: Any, at: str) -> Iterator[Text]:
    """All texts of an entry, however deep."""
    if isinstance(value, Words):
        yield at, value.en, value.zh
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from words_in(getattr(value, name), f"{at}.{name}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from words_in(inner, f"{at}[{key}]")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from words_in(inner, f"{at}[{getattr(inner, 'id', index)}]")


def words_of_code() -> Iterator[Text]:
    """The literal arguments of every ``Words(...)``; what is put into an f-string becomes a placeholder."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words" and len(node.args) == 2:
                en, zh = (_literal(argument) for argument in node.args)
                if en is not None and zh is not None:
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", en, zh


def _literal(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _placeholder(part) for part in node.values)
    return None


def _placeholder(part: ast.expr) -> str:
    """Values that are themselves in two languages are one placeholder; what only bends English is none."""
    assert isinstance(part, ast.FormattedValue)
    if isinstance(part.value, ast.IfExp):
        return ""
    said = re.sub(r"\.(en|zh)\b|\[[^]]*\]|\.(lower|upper)\(\)|^['\"].*['\"]\.join", "", ast.unparse(part.value))
    return "{" + re.sub(r"\W", "", said) + "}"


CATALOGUE = [text for kind in KINDS for text in words_in(getattr(load(), kind), kind)]
CODE = list(words_of_code())
ALL = CATALOGUE + CODE


def bare(text: str) -> str:
    """The text without code, numbers of sections and quoted names, whose punctuation is their own."""
    for part in AS_IT_IS:
        text = text.replace(part, "X")
    text = re.sub(r"[一二三四五六七八九十]\.\d+", "X", text)
    return re.sub(rf'`[^`]*`|"[^"{HAN}]*"|《[^》]*》|\{{[^{{}}]*\}}|https?://[\x21-\x7e]+', "X", text)


def faults(en: str, zh: str) -> Iterator[str]:
    """Say what is wrong with one text."""
    if not en and not zh:
        return  # nothing is said in either language
    if not en.strip() or not zh.strip():
        yield "one language is missing"
    elif not re.search(f"[{HAN}]", zh) and not is_name(en, zh):
        yield "the Chinese is not Chinese"
    if set(re.findall(r"\{[^{}]*\}", en)) != set(re.findall(r"\{[^{}]*\}", zh)):
        yield "the placeholders differ"
    if re.search("[，。；：？！、（）]", en) and not re.search(f"[{HAN}]", en):
        yield "full-width punctuation in English"
    chinese = re.sub(r"(?<=\w)\)(?= 条)|\.\.\.", "", bare(zh))
    if re.search(f"[{HAN}”》）][,;:?!.]|[,;:?!] ?[{HAN}“《]|[{HAN}]\\(|\\)[{HAN}]", chinese):
        yield "half-width punctuation in Chinese"
    if re.search("[，。；：、（）“”] | [，。；：、）”]", chinese):
        yield "a space beside full-width punctuation"
    if re.search("[，。；：、]{2}", chinese):
        yield "punctuation twice"
    if re.search(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]", chinese.replace("X", " ")):
        yield "no space between Chinese and Latin"
    for wrong, right in VARIANTS.items():
        if wrong in bare(zh):
            yield f"{wrong} is written {right}"


def is_name(en: str, zh: str) -> bool:
    """Names and signs are the same in both languages, but for an article, a bracket or a note on the company."""
    said = set(re.findall(r"[\w./-]+", en.lower())) | {f"{word}s" for word in re.findall(r"[\w./-]+", zh.lower())}
    return set(re.findall(r"[\w./-]+", zh.lower())) <= said | set(re.findall(r"[\w./-]+", en.lower().replace("sdks", "sdk")))


def test_there_is_much_to_look_at() -> None:
    assert len(CATALOGUE) > 1700
    assert len(CODE) > 300
    assert {text[0].partition("/")[0] for text in CODE} >= {"checks", "cli", "engine", "policy", "report"}


@pytest.mark.parametrize("kind", [*KINDS, "code"])
def test_every_text_is_whole_in_both_languages(kind: str) -> None:
    texts = CODE if kind == "code" else [text for text in CATALOGUE if text[0].startswith((f"{kind}[", f"{kind}."))]
    assert [f"{at}: {fault}: {zh}" for at, en, zh in texts for fault in faults(en, zh)] == []


@pytest.mark.parametrize(
    ("en", "zh", "fault"),
    [
        ("Text.", "", "one language is missing"),
        ("Text.", "Text.", ""),
        ("No text.", "No words.", "the Chinese is not Chinese"),
        ("Set {a}.", "请设置 {b}。", "the placeholders differ"),
        ("Text，more.", "文本。", "full-width punctuation in English"),
        ("Text.", "文本.", "half-width punctuation in Chinese"),
        ("Text, more.", "文本,更多。", "half-width punctuation in Chinese"),
        ("Text (more).", "文本(更多)。", "half-width punctuation in Chinese"),
        ("Text.", "文本 。", "a space beside full-width punctuation"),
        ("Text.", "文本。。", "punctuation twice"),
        ("Text.", "文本abc。", "no space between Chinese and Latin"),
        ("The provider.", "服务方。", "服务方 is written 提供方"),
        ("Zero retention.", "零数据保留。", ""),
        ("Write `a,b` (六.1).", "请写 `a,b`（六.1）。", ""),
    ],
)
def test_each_fault_is_seen(en: str, zh: str, fault: str) -> None:
    assert list(faults(en, zh)) == ([fault] if fault else [])


def test_the_terms_of_art_are_those_of_the_glossary() -> None:
    glossary = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [right for right in VARIANTS.values() if f"| {right}" not in glossary and f"、{right}" not in glossary] == []
