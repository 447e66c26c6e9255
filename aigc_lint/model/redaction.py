"""What a credential looks like, by its own form or by the name that it is bound to, and how it is taken out of a text."""

from __future__ import annotations

import re

MARK = "<redacted>"

# A token says by its prefix whose it is. The prefix stays: it tells contracts apart and gives nothing away.
_PREFIXES = (
    r"sk-(?:ant-(?:api\d\d-|admin\d\d-)?|proj-|svcacct-|admin-|or-v1-|or-|sp-|lf-|ws-)?",
    "AIza", "AKIA", "ASIA", "AKLT", "AKID", "LTAI", "hf_", "gsk_", "r8_", "xai-", "pplx-", "nvapi-", "tvly-", "jina_", "fw_",
    "gh[opsu]_", "github_pat_", "glpat-", "xox[abp]-", "lsv2_(?:pt|sk)_", "pk-lf-", "fc-", "co-", "dapi", "sess-",
)  # fmt: skip
_TOKEN = re.compile(rf"(?<![A-Za-z0-9_-])({'|'.join(_PREFIXES)})([A-Za-z0-9_-]{{16,}})")
_JWT = re.compile(r"(?<![A-Za-z0-9_-])()(eyJ[\w-]{10,}\.[\w-]{10,}(?:\.[\w-]*)?)", re.ASCII)
_PAIR = re.compile(r"(?<![A-Za-z0-9])()([0-9a-f]{32}\.[A-Za-z0-9]{16})(?![A-Za-z0-9])")  # id.secret, as Zhipu gives them
_SCHEME = re.compile(r"\b(Bearer\s+|Basic\s+)([A-Za-z0-9._~+/-]{16,}=*)")
_QUERY = re.compile(
    r"([?&](?:api[_-]?key|key|access[_-]?token|token|client[_-]?secret|secret|password|sig(?:nature)?|auth)=)([^&\s\"'#{}<>$%\\]{8,})",
    re.IGNORECASE,
)
_USERINFO = re.compile(r"(://[^/\s:@\"'{}<>$]+:)([^/\s@\"'{}<>$]{3,})(?=@)")
_FORMS = (_TOKEN, _JWT, _PAIR, _SCHEME, _QUERY, _USERINFO)
_SHORTEST = 12
"""No form is shorter."""

_STRONG = re.compile(
    r"(?:^|_)(?:api_?keys?|api_?secret(?:_?key)?|api_?token|apikeys?|access_?key(?:_?(?:id|secret))?|access_?token|auth_?token|auth_?key"
    r"|secret_?access_?key|secret_?keys?|secret_?id|client_?secret|app_?secret|private_?key|subscription_?key|account_?key"
    r"|bearer_?token|refresh_?token|session_?token|hf_?token|password|passwd|pwd|passphrase|credentials?|authorization)(?:_?\d+)?$"
)
_WEAK = re.compile(r"(?:^|_)(?:key|keys|token|secret|secrets|auth|app_?key)(?:_?\d+)?$")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_STAND_IN = re.compile(
    r"x{4,}|(?:^|[^a-z0-9])(?:your|my|some|the|an?|x{3}|placeholder|examples?|dummy|fake|mock|tests?|testing|sample|demo|change(?:me)?|replace|insert"
    r"|enter|fill|put|todo|tbd|none|null|nil|undefined|empty|no|not|needed|required|unused|ignored|here|ollama|vllm|lm.?studio|local(?:host)?"
    r"|any(?:thing)?|whatever|foo|bar|baz|redacted|hidden|masked|secret|string|optional|default|env|token|key|password)\d{0,8}(?:[^a-z0-9]|$)",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(r"[<>{}\[\]]|\$[A-Za-z(]|%\(|%s|\.\.\.|…|\*{3}|[^\x21-\x7e]")
_WORDS = re.compile(r"[a-z]{1,14}(?:[._:-]+[a-z]{1,14})*|[A-Za-z]{1,19}|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
_LOCATION = re.compile(r"[a-z][a-z0-9+.-]*://|[\w-]+(?:\.[\w-]+)+/|[./~]|.*\.(?:pem|key|json|ya?ml|toml|txt|env|crt|cfg|ini)$")
_DENSE = re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16,}")
_COMMON_PASSWORDS = frozenset(
    {"password", "passwd", "pass", "pwd", "secret", "postgres", "root", "admin", "user", "guest", "port"}
)


def redact(text: str) -> tuple[str, bool]:
    """Take out of a text what has the form of a credential; say whether there was any."""
    if len(text) < _SHORTEST:
        return text, False
    shown = text
    for form in _FORMS:
        shown = form.sub(_without, shown)
    return shown, shown != text


def credential_name(name: str) -> str | None:
    """Does a name say that it holds a credential? ``strong``, ``weak`` (``key`` and ``token`` mean other things too) or None."""
    plain = _HUMP.sub("_", name.rpartition(".")[2]).lower().replace("-", "_").replace(" ", "_").strip("_")
    if _STRONG.search(plain):
        return "strong"
    return "weak" if _WEAK.search(plain) else None


def credential_value(value: str, name: str) -> bool:
    """Is the value, bound to that name, a credential and no stand-in for one?"""
    strength = credential_name(name)
    if strength is None:
        return False
    value = re.sub(r"^(?:Bearer|Basic|Token)\s+", "", value.strip())
    if len(value) < 8 or len(set(value)) < 4 or _TEMPLATE.search(value) or _LOCATION.match(value) or _WORDS.fullmatch(value):
        return False
    if re.match(r"(?:sk|pk)-", value) and len(value) < 16:
        return False
    dense = _DENSE.search(value)
    if strength == "weak":
        return bool(dense)
    return bool(dense) or not _STAND_IN.search(value)


def redact_line(line: str) -> str:
    """Take out of one line of source code what has the form of a credential, or is bound on it to the name of one."""
    line, _ = redact(line)
    for binding in (_ASSIGNED, _DEFAULT):
        position = 0
        while found := binding.search(line, position):
            position = found.end()
            value = _VALUE.match(line, position, position + _FARTHEST) if credential_name(found["name"]) else None
            if value:
                line = line[:position] + _unbound(value[0], found["name"]) + line[value.end() :]
    several = _SEVERAL.match(line)
    for name in several[0].rstrip(" =").split(",") if several else ():
        line = several[0] + _unbound(line[several.end() :], name.strip()) if several else line
    return line


_LITERAL = r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
_TEXT = re.compile(rf"{_LITERAL}(?:\s*{_LITERAL})*")
_DISPLAY = rf"\[(?:{_LITERAL}|[^\[\]\"'])*\]|\{{(?:{_LITERAL}|[^{{}}\"'])*\}}|\((?:{_LITERAL}|[^()\"'])*\)"
_VALUE = re.compile(rf"(?:{_LITERAL}|{_DISPLAY}|[^,;#\"'])+")
_FARTHEST = 2_000
"""Characters of a value that are looked at: a line that is nothing but bindings must not take long."""
_ASSIGNED = re.compile(r"(?<![\w-])(?P<name>[A-Za-z_][\w-]*)[\"']?\s*\]?\s*(?::(?!=)[^=\"'{}:]*=(?!=)|:=|\+?=(?!=)|:)\s*")
_DEFAULT = re.compile(r"\(\s*[\"'](?P<name>[A-Za-z_][\w -]*)[\"']\s*,\s*(?:(?:default|value)\s*=\s*)?")
_SEVERAL = re.compile(r"\s*[\w.]+(?:\s*,\s*[\w.]+)+\s*=(?!=)")


def _unbound(code: str, name: str) -> str:
    """Take the literals that are credentials out of a piece of code that is bound to a name."""
    if credential_name(name) is None:
        return code

    def shown(match: re.Match[str]) -> str:
        value = "".join(literal[1:-1] for literal in re.findall(_LITERAL, match[0]))
        return f"{match[0][0]}{MARK}{match[0][0]}" if credential_value(value, name) else match[0]

    return _TEXT.sub(shown, code)


def _without(match: re.Match[str]) -> str:
    before, secret = match[1], match[2]
    return match[0] if _stand_in(match.re, before, secret) else before + MARK


def _stand_in(form: re.Pattern[str], before: str, secret: str) -> bool:
    """Is what has the form of a credential plainly none?"""
    if form is _USERINFO:
        return secret.lower() in _COMMON_PASSWORDS or bool(_TEMPLATE.search(secret))
    digits = sum(character.isdigit() for character in secret)
    if len(set(secret)) < 4 or secret.endswith("EXAMPLE") or (digits < 4 and _STAND_IN.search(secret)):
        return True
    if form is _QUERY:
        return digits == 0 or bool(_TEMPLATE.search(secret))
    longest = max(map(len, re.split(r"[_.~+/-]", secret)))
    return digits < 2 and longest < 20 and not before.startswith("Basic")
