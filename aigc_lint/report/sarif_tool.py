"""What SARIF says of the tool itself: its rules with their help, the clauses as a taxonomy, the kinds of problems."""

from __future__ import annotations

from collections.abc import Iterable

from aigc_lint import __version__
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.rules import Rule
from aigc_lint.engine.suppress import BEYOND
from aigc_lint.model.findings import Finding, Outcome
from aigc_lint.model.words import Words
from aigc_lint.report import options, phrases
from aigc_lint.report.records import Record
from aigc_lint.report.wording import Wording

TAXONOMY = "provider-terms"
_LONGEST = 1_024
"""GitHub refuses longer short and full descriptions."""
_MOST_TAGS = 10
"""GitHub shows that many tags."""
_PROBLEMS = {"error": "error", "warning": "warning", "note": "recommendation", "off": "recommendation"}
_PRECISION = ("low", "medium", "high")
_NOTIFICATIONS = {
    "policy": Words("The policy file has a mistake.", "策略文件有误。"),
    "config": Words("The settings of the tool have a mistake.", "工具设置有误。"),
    "usage": Words("The tool was called wrongly.", "调用方式有误。"),
    "cache": Words("The cache could not be used.", "缓存无法使用。"),
}
_OTHER = Words("Something could not be analysed.", "有内容未能分析。")


class Tool:
    """The tool as one run shows it. Indexes refer to ``rules``, ``clauses`` and ``problems``."""

    def __init__(self, outcome: Outcome, catalog: Catalog, findings: Iterable[Finding]) -> None:
        self.outcome = outcome
        self.catalog = catalog
        self.findings = list(findings)
        self.en, self.zh = Wording(catalog, "en"), Wording(catalog, "zh")
        enabled = outcome.rules or [code for code, rule in catalog.rules.items() if rule.severity != "off"]
        found = [finding.rule for finding in self.findings]
        self.problems = sorted({problem.code for problem in outcome.problems})
        self.rules = sorted({*enabled, *found, *(code for code in self.problems if code in catalog.rules)})
        self.clauses = sorted({identifier for finding in self.findings for identifier in finding.clauses})

    def driver(self) -> Record:
        """Describe the tool and its rules."""
        record: Record = {
            "name": "aigc-lint",
            "fullName": f"aigc-lint {__version__}",
            "version": __version__,
            "semanticVersion": __version__,
            **_link("informationUri"),
            "organization": "aigc-lint",
        }
        if self.clauses:
            record["supportedTaxonomies"] = [{"name": TAXONOMY, "index": 0}]
        if self.problems:
            record["notifications"] = [self._problem(code) for code in self.problems]
        return {**record, "rules": [self._rule(code) for code in self.rules]}

    def reference(self, identifier: str) -> Record:
        """Refer to a clause of the taxonomy."""
        return {"id": identifier, "index": self.clauses.index(identifier), "toolComponent": {"name": TAXONOMY, "index": 0}}

    def taxonomy(self) -> Record:
        """List the clauses that findings rest on."""
        about = "Clauses of the terms of AI services that findings rest on"
        return {
            "name": TAXONOMY,
            "version": self.outcome.catalogue,
            "organization": "aigc-lint",
            "isComprehensive": False,
            **_link("informationUri"),
            "shortDescription": {"text": f"{about}."},
            "fullDescription": {"text": f"{about}, with the day on which each was last looked at."},
            "taxa": [self._clause(identifier) for identifier in self.clauses],
        }

    def _clause(self, identifier: str) -> Record:
        clause = self.catalog.clauses[identifier]
        document = self.catalog.documents[clause.document]
        said, url = self.en.reference(clause)
        effective = {"effective": str(document.effective)} if document.effective else {}
        origin = {"origin": clause.origin} if clause.origin else {}
        return {
            "id": identifier,
            "name": _pascal(identifier),
            "shortDescription": {"text": _cut(f"{said}.")},
            "fullDescription": {"text": _cut(clause.summary.en)},
            "helpUri": url,
            "properties": {"checked": str(document.checked), **effective, "confidence": clause.confidence, **origin},
        }

    def _problem(self, code: str) -> Record:
        rule = self.catalog.rules.get(code)
        says = rule.messages["default"].says if rule else _NOTIFICATIONS.get(code, _OTHER)
        return {
            "id": notification_id(code),
            "name": _pascal(rule.name if rule else f"{code}-problem"),
            "shortDescription": {"text": says.en},
            "fullDescription": {"text": rule.why.en if rule else says.en},
            "help": {"text": f"{says.en}\n\n{says.zh}"},
        }

    # --- rules --------------------------------------------------------------------------------------------------------

    def _rule(self, code: str) -> Record:
        rule = self.catalog.rules[code]
        found = [finding for finding in self.findings if finding.rule == code]
        cited = sorted({identifier for finding in found for identifier in finding.clauses})
        record: Record = {
            "id": code,
            "name": _pascal(rule.name),
            "shortDescription": {"text": _cut(f"{rule.title.en}.")},
            "fullDescription": {"text": _cut(rule.why.en)},
            "help": {"text": self._text(rule), "markdown": self._markdown(rule, cited)},
            **_link("helpUri", f"/rules/{code}-{rule.name}"),
            "defaultConfiguration": {"level": rule.severity if rule.severity != "off" else "note"},
        }
        if cited:
            record["relationships"] = [{"target": self.reference(identifier), "kinds": ["relevant"]} for identifier in cited]
        providers = sorted({self.catalog.services[self.catalog.clauses[one].service].provider for one in cited})
        precision = min((finding.confidence for finding in found), key=_PRECISION.index, default="high")
        record["properties"] = {
            "tags": ["ai-policy", *(f"terms/{provider}" for provider in providers)][:_MOST_TAGS],
            "precision": precision,
            "problem.severity": _PROBLEMS[rule.severity],
        }
        return record

    def _text(self, rule: Rule) -> str:
        do = rule.messages["default"].do
        english = " ".join((rule.why.en, self.en.in_general(do), *_exception(rule, self.en)))
        return english + "\n\n" + "".join((rule.why.zh, self.zh.in_general(do), *_exception(rule, self.zh)))

    def _markdown(self, rule: Rule, cited: list[str]) -> str:
        """Write the help page, in English and then in Chinese: no viewer shows the taxonomy, so the clauses stand here too."""
        return "\n\n".join(part for wording in (self.en, self.zh) for part in self._page(rule, cited, wording))

    def _page(self, rule: Rule, cited: list[str], wording: Wording) -> Iterable[str]:
        yield f"## {wording.say(rule.title)}"
        yield wording.say(rule.why)
        yield f"**{wording.say(phrases.WHAT_TO_DO)}** {wording.in_general(rule.messages['default'].do)}"
        if cited:
            yield f"**{wording.say(phrases.CLAUSES)}**"
            yield "\n".join(self._item(identifier, wording) for identifier in cited)
        yield from _exception(rule, wording)

    def _item(self, identifier: str, wording: Wording) -> str:
        clause = self.catalog.clauses[identifier]
        said, url = wording.reference(clause)
        return f"- `{identifier}`: {wording.say(clause.summary)} [{said.replace('[', '(').replace(']', ')')}]({url})"


def _link(key: str, page: str = "") -> Record:
    """Link to the home of the tool, where it has one: viewers offer whatever stands here to be clicked."""
    return {key: options.HOMEPAGE + page} if options.HOMEPAGE else {}


def _exception(rule: Rule, wording: Wording) -> list[str]:
    return [] if rule.code in BEYOND else [wording.say(phrases.EXCEPTION, rule=rule.code)]


def notification_id(code: str) -> str:
    """Name a kind of problem as SARIF wants ids."""
    return code if code.startswith("AIG") else f"AIG-{code.upper()}"


def _pascal(name: str) -> str:
    words = "".join(character if character.isalnum() else " " for character in name).split()
    return "".join(word[:1].upper() + word[1:] for word in words)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
