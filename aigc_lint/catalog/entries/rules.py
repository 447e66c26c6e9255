"""What the rules' own files hold: what the user sees of each."""

from msgspec import Struct

from aigc_lint.model.findings import Severity
from aigc_lint.model.words import Words


class ClauseQuery(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which clauses a rule may rest on."""

    topic: str
    stances: tuple[str, ...] = ()


class Message(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way the rule speaks: a sentence and what to do, with ``{placeholders}`` filled from the verdict's facts."""

    says: Words
    do: Words


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the user sees of one rule: one file, named ``CODE-name.toml``."""

    check: str
    """Module of ``checks/`` that decides."""
    severity: Severity
    title: Words
    why: Words
    messages: dict[str, Message]
    """By variant; ``default`` is always there."""
    severity_with: dict[str, Severity] = {}
    """Policy section -> severity when the policy has it (``training`` -> error)."""
    needs: str | None = None
    """Policy key without which the rule is silent."""
    clauses: tuple[ClauseQuery, ...] = ()
    params: dict[str, str] = {}
    examples: dict[str, str] = {}
    """Case name -> Python text, for ``explain``; every one is a fixture too."""
    see: tuple[str, ...] = ()
    code: str = ""
    name: str = ""
