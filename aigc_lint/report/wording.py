"""What is said of a finding: the rule's sentences filled with the verdict's facts, and the references that it rests on."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.providers import Clause, Document
from aigc_lint.catalog.entries.rules import Message, Rule
from aigc_lint.model.findings import Finding, PolicyReference, Problem
from aigc_lint.model.spans import Place
from aigc_lint.model.uses import Candidate, Step, Use
from aigc_lint.model.values import texts
from aigc_lint.model.words import Language, Words
from aigc_lint.report import phrases

_CJK = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_PLACEHOLDER = rf"((?:(?<={_CJK}) )?)\{{([a-z_]+)\}}((?: (?={_CJK}))?)"
_NUMBER = r"(?:[0-9]+|[IVX]+|[A-Z](?=\.)|[一二三四五六七八九十]+)(?:[.(][0-9A-Za-z.()一二三四五六七八九十]*)?[①-⑳]?"
_AND = r", | and |、| ?和 ?"
_NUMBERED = rf"{_NUMBER}(?:(?:{_AND}| to ){_NUMBER})*"


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put the values into the ``{placeholders}``; other braces, and names that nobody filled, stay as they are.

    A Chinese sentence sets a space beside a placeholder, for values in Latin letters; beside a Chinese value it goes.
    """

    def put(match: re.Match[str]) -> str:
        value = values.get(match[2])
        if value is None:
            return match[0]
        before = "" if re.match(_CJK, value[:1]) else match[1]
        return before + value + ("" if re.match(_CJK, value[-1:]) else match[3])

    return re.sub(_PLACEHOLDER, put, template)


def join(parts: list[str], lang: Language) -> str:
    """List the parts with the comma of the language."""
    return ("、" if lang == "zh" else ", ").join(parts)


class Wording:
    """Speaks of findings in one language, with the catalogue at hand."""

    def __init__(self, catalog: Catalog, lang: Language) -> None:
        self.catalog = catalog
        self.lang: Language = lang
        self.comma = "，" if lang == "zh" else ", "
        self.colon = "：" if lang == "zh" else ": "

    def say(self, words: Words, **values: str) -> str:
        """Say a fixed sentence."""
        return fill(words.get(self.lang), values)

    def rule(self, finding: Finding) -> Rule:
        """Return the finding's rule."""
        return self.catalog.rules[finding.rule]

    def title(self, finding: Finding) -> str:
        """Say the rule's title and, where the use reaches known services, which."""
        title = self.rule(finding).title.get(self.lang)
        services = self.services(finding.subject) if finding.subject else []
        colon = "：" if self.lang == "zh" else ": "
        return f"{title}{colon}{join(services, self.lang)}" if services else title

    def services(self, use: Use) -> list[str]:
        """Name the services that the use may fall under."""
        return list(dict.fromkeys(self.service(candidate) for candidate in use.candidates))

    def service(self, candidate: Candidate) -> str:
        """Name the candidate's service, or its provider where only that is known."""
        if candidate.service is None:
            return self.provider(candidate.provider)
        known = self.catalog.services.get(candidate.service)
        return known.name.get(self.lang) if known else candidate.service

    def provider(self, identifier: str) -> str:
        """Name a provider."""
        known = self.catalog.providers.get(identifier)
        return known.name.get(self.lang) if known else identifier

    def sentence(self, finding: Finding) -> str:
        """Say what is wrong, in one sentence, with what limits it."""
        said = fill(self._message(finding).says.get(self.lang), self._facts(finding))
        if finding.paths == "all":
            return said
        bare = said.rstrip(".。")
        return bare + self.say(phrases.SOME_PATHS) + said[len(bare) :]

    def remedy(self, finding: Finding) -> str:
        """Say what to do about it."""
        return fill(self._message(finding).do.get(self.lang), self._facts(finding))

    def _message(self, finding: Finding) -> Message:
        messages = self.rule(finding).messages
        return messages.get(finding.variant, messages["default"])

    def _facts(self, finding: Finding) -> dict[str, str]:
        """Collect what placeholders may stand for: the verdict's facts first, then what the use shows."""
        found: dict[str, str] = {}
        if use := finding.subject:
            found = {"operation": use.operation, "sdk": use.sdk, "modality": use.modality, "function": use.function}
            found["model"] = join(list(texts(use.models)), self.lang)
            found["service"] = join(self.services(use), self.lang)
            found["provider"] = join(list(dict.fromkeys(self.provider(c.provider) for c in use.candidates)), self.lang)
            found["endpoint"] = join(list(dict.fromkeys(c.endpoint for c in use.candidates if c.endpoint)), self.lang)
        given = {name: fact.get(self.lang) if isinstance(fact, Words) else fact for name, fact in finding.facts}
        return {name: text for name, text in found.items() if text} | given

    def in_general(self, words: Words) -> str:
        """Say a rule's sentence where no call is at hand: placeholders become the words for what they stand for."""
        said = fill(words.get(self.lang), {name: words.get(self.lang) for name, words in phrases.IN_GENERAL.items()})
        return said[:1].upper() + said[1:]

    def sentences(self, parts: list[str]) -> str:
        """Put sentences one after the other: only English has a space between them."""
        return ("" if self.lang == "zh" else " ").join(parts)

    def items(self, parts: list[str]) -> str:
        """List parts that hold commas themselves."""
        return ("；" if self.lang == "zh" else "; ").join(parts)

    def named(self, words: Words, identifier: str) -> str:
        """Say a name with its id."""
        return f"{words.get(self.lang)}（{identifier}）" if self.lang == "zh" else f"{words.get(self.lang)} ({identifier})"

    # --- what it rests on ---------------------------------------------------------------------------------------------

    def clause(self, clause: Clause) -> str:
        """Say what the clause says, after its id."""
        colon = "：" if self.lang == "zh" else ": "
        return f"{clause.id}{colon}{clause.summary.get(self.lang)}"

    def reference(self, clause: Clause) -> tuple[str, str]:
        """Say where the clause stands, since when and how well that is known; and its URL."""
        document = self.catalog.documents[clause.document]
        parts = [self.document(document), self.section(clause.section), *self.dates(document)]
        if clause.confidence != "read":
            parts.append(self.say(phrases.CONFIDENCE[clause.confidence]))
        if clause.origin:
            parts.append(self.say(phrases.ORIGIN, file=clause.origin))
        comma = "，" if self.lang == "zh" else ", "
        return comma.join(part for part in parts if part), document.url

    def document(self, document: Document) -> str:
        """Name a document."""
        return f"《{document.title}》" if self.lang == "zh" and "《" not in document.title else document.title

    def section(self, section: str) -> str:
        """Name a section: most have a number, some only a heading."""
        if not section:
            return ""
        numbered = re.fullmatch(_NUMBERED, section) is not None
        if self.lang == "zh":
            if numbered and re.sub(_AND, "", section).isascii():  # 五.2 would be no 第 五.2 条: such numbers stand for chapters
                return f"第 {re.sub(_AND, '、', section).replace(' to ', ' 至 ')} 条"
            return f"“{section}”"
        *before, last = re.split(_AND, section)
        if numbered:
            return f"sections {', '.join(before)} and {last}" if before else f"section {section}"
        return section if '"' in section else f'"{section}"'

    def dates(self, document: Document) -> list[str]:
        """Say since when the text holds and when it was last looked at."""
        checked = self.say(phrases.CHECKED, date=str(document.checked))
        return [self.say(phrases.EFFECTIVE, date=str(document.effective)), checked] if document.effective else [checked]

    def assumption(self, use: Use) -> list[str]:
        """Say what the choice of the service rests on, where the code alone does not show it."""
        said = []
        given = {f"{step.place.path}:{step.place.span.line}" for step in use.via if step.what == "settings"}
        for candidate in use.candidates:
            if words := phrases.ASSUMED.get(candidate.assumed):
                endpoint = candidate.endpoint or self.service(candidate)
                said.append(self.say(words, endpoint=endpoint, service=self.service(candidate), files=", ".join(sorted(given))))
        return list(dict.fromkeys(said))

    def step(self, step: Step) -> str:
        """Say what happens at one step of the way to the call."""
        return self.say(phrases.STEP.get(step.what, phrases.STEP_OTHER))


def policy_key(reference: PolicyReference) -> str:
    """Write a key path as it looks in the file: ``[training] stances``, ``[[services.x.require]] argument``."""
    match = re.fullmatch(r"""(?:(.+)\.)?("[^"]*"|[^."]+)""", reference.key)
    table, key = (match[1] or "", match[2]) if match else ("", reference.key)
    if key.endswith("]"):
        return f"[[{'.'.join(filter(None, (table, key.rpartition('[')[0])))}]]"
    if table.endswith("]"):
        return f"[[{table.rpartition('[')[0]}]] {key}"
    return f"[{table}] {key}" if table else key


def shown_path(path: str, base: str, cwd: str) -> str:
    """Return the path as it can be clicked from the working directory."""
    return Path(os.path.relpath(Path(base, path), cwd)).as_posix() if cwd else path


def location(place: Place, base: str, cwd: str) -> str:
    """Write ``path:line:column``, or for a notebook ``path:cell N:line:column``; everything counts from 1."""
    path = shown_path(place.path, base, cwd)
    if place.cell:
        return f"{path}:cell {place.cell.index + 1}:{place.cell.line}:{place.span.column + 1}"
    if path.endswith(".ipynb"):
        return path  # the line counts in no file that anyone could open
    return f"{path}:{place.span.line}:{place.span.column + 1}"


def problem_location(problem: Problem, base: str, cwd: str) -> str:
    """Write where a problem is, as far as that is known."""
    if not problem.path:
        return ""
    cell = f"cell {problem.cell + 1}" if problem.cell is not None else ""
    column = problem.column if problem.line else None
    return ":".join(str(part) for part in (shown_path(problem.path, base, cwd), cell, problem.line, column) if part)
