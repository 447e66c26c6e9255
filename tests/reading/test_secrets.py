"""Which literals are credentials. What must stay readable is the longer list: a hidden value is one that nobody can judge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack

from aigc_lint.model import facts
from aigc_lint.model.redaction import MARK, credential_name, credential_value, redact, redact_line
from aigc_lint.reading.read import read
from tests.reading.shown import show, walk

# None of these was ever a key; the pieces are joined here so that no scanner takes this file for a leak.
BODY = "Zx9kQ2mL7pR4tW8vB3nY"
TOKENS = {
    "openai": f"sk-{BODY}{BODY}",
    "openai project": f"sk-proj-{BODY}-{BODY}_{BODY}",
    "anthropic": f"sk-ant-api03-{BODY}-{BODY}AA",
    "openrouter": f"sk-or-v1-{'0a1b2c3d' * 8}",
    "alibaba plan": f"sk-sp-{BODY}",
    "deepseek": "sk-" + "0a1b2c3d" * 4,
    "letters alone": "sk-" + "abcdefghijklmnopqrstuvwxyz",
    "google": "AIza" + "SyD3xAmQ1e9kZ_b-Hq7tV5wP8rL2nM4cJ6u",
    "aws": "AKIA" + "Q3EGUVZ7KJ5XW2MN",
    "hugging face": f"hf_{BODY}abcdefghijklmn",
    "groq": f"gsk_{BODY}{BODY}",
    "replicate": f"r8_{BODY}{BODY}",
    "xai": f"xai-{BODY}{BODY}",
    "perplexity": f"pplx-{BODY}{BODY}",
    "github": f"ghp_{BODY}{BODY}",
    "volcengine": f"AKLT{BODY}{BODY}",
    "tencent": f"AKID{BODY}{BODY}",
    "aliyun": f"LTAI{BODY}",
    "zhipu": "0a1b2c3d" * 4 + "." + "Ab3dEf6hIj9lMn2p",
    "jwt": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dozjgNryP4J3jVmNHl0w5N",
}
KEPT = {
    "openai": "sk-",
    "openai project": "sk-proj-",
    "anthropic": "sk-ant-api03-",
    "openrouter": "sk-or-v1-",
    "alibaba plan": "sk-sp-",
}
IN_TEXT = [
    (f"Bearer {BODY}", f"Bearer {MARK}"),
    (f"https://host/v1?key={BODY}&alt=sse", f"https://host/v1?key={MARK}&alt=sse"),
    (f"https://host/v1?a=b&api_key={BODY}", f"https://host/v1?a=b&api_key={MARK}"),
    (f"wss://host/v1?access_token={BODY}#x", f"wss://host/v1?access_token={MARK}#x"),
    ("https://user:hunter22@host/v1", f"https://user:{MARK}@host/v1"),
    ("postgresql://app:s3cr3t!x@db:5432/app", f"postgresql://app:{MARK}@db:5432/app"),
    (f"use sk-{BODY} here", f"use sk-{MARK} here"),
]
BOUND = [
    f"api_key = '{BODY}'",
    f"self.api_key = '{BODY}'",
    f"openai.api_key = '{BODY}'",
    f"API_KEY: str = '{BODY}'",
    f"OPENAI_API_KEY_2 = '{BODY}'",
    f"apiKey = '{BODY}'",
    f"f(api_key='{BODY}')",
    f"f(secret_key='{BODY}')",
    f"f(aws_secret_access_key='{BODY}/{BODY}')",
    f"f(token='{BODY}')",
    "f(password='correct-horse-7')",
    f"{{'api-key': '{BODY}'}}",
    f"{{'x-api-key': '{BODY}'}}",
    f"{{'Authorization': '{BODY}'}}",
    f"{{'Ocp-Apim-Subscription-Key': '{BODY}'}}",
    f"os.environ['OPENAI_API_KEY'] = '{BODY}'",
    f"os.environ.setdefault('OPENAI_API_KEY', '{BODY}')",
    f"os.getenv('OPENAI_API_KEY', '{BODY}')",
    f"os.environ.get('OPENAI_API_KEY', default='{BODY}')",
    f"api_key = os.getenv('OPENAI', '{BODY}')",
    f"api_key = os.getenv('K') or '{BODY}'",
    f"api_key = a if b else '{BODY}'",
    f"api_key = ('{BODY}')",
    f"api_keys = ['{BODY}', '{BODY}x']",
    f"url, api_key = 'https://host', '{BODY}'",
    f"if (api_key := '{BODY}'): pass",
    f"def f(api_key='{BODY}'): pass",
    f"def f(*, api_key: str = '{BODY}'): pass",
    f"f = lambda api_key='{BODY}': api_key",
    f"class A:\n  api_key = '{BODY}'",
    f"api_key = f'{BODY}'",
    f"api_key = '{BODY[:8]}' '{BODY[8:]}'",
    "ark_api_key = '0a1b2c3d-1111-4222-8333-0a1b2c3d4e5f'",
    f"api_key = r'''{BODY}'''",
    f"api_key += '{BODY}'",
]
PLAIN_BINDINGS = [
    *(f"api_key = '{value}'" for value in (
        "EMPTY", "empty", "ollama", "none", "None", "null", "test", "dummy", "xxx", "xxxxxxxxxxxxxxxx",
        "not-needed", "no-key", "lm-studio",
        "sk-xxxx", "sk-xxxxxxxxxxxxxxxxxxxxxxxx", "sk-1234", "sk-...", "sk-no-key-required", "sk-your-key-here",
        "sk-your-openai-api-key",
        "sk-proj-xxxxxxxxxxxxxxxx", "sk-abc123", "YOUR_API_KEY", "YOUR-API-KEY-1", "your_api_key_here",
        "my-api-key-123", "<your key>",
        "<YOUR_API_KEY>", "${OPENAI_API_KEY}", "$OPENAI_API_KEY", "{api_key}", "{{ api_key }}", "%(api_key)s", "OPENAI_API_KEY",
        "ARK_API_KEY", "openai.api_key", "string", "required", "short7", "two words here 12345678", "你的密钥12345678",
        "********", "....",
        "replace-me-123", "changeme123", "test-key-12345", "fake-key-12345", "dummy_key_12345", "example-key-99",
        "/run/secrets/key1",
        "./keys/openai1.pem", "key.pem", "credentials.json", "https://host.example/keys1", "env:OPENAI_API_KEY",
        "[hidden 1234]", "",
    )),
    *(f"{name} = 'Qwen2.5-72B-Instruct-2024-09-19'" for name in ("model", "name", "deployment", "path", "url", "version", "id")),
    "key = 'gpt-4o-mini-2024-07-18'",
    "token = '<|endoftext|>'",
    "eos_token = '</s>'",
    "pad_token = '[PAD]'",
    "stop_token = 'Observation:'",
    "tokens = ['hello12345678901234']",
    "max_tokens = '4096'",
    "key = 'user:session:12345678'",
    "secret = 'the-secret-garden-1911'",
    "api_key_name = 'OpenAiKey12345678'",
    "api_key_env = 'OPENAI_API_KEY_1'",
    "password_field = 'password12345'",
    "monkey = 'banana1234567890ab'",
    "keyboard = 'qwerty1234567890ab'",
    "tokenizer = 'cl100k_base_1234567890'",
    "f(authorization_url='https://host.example/oauth2/v1')",
    "{'type': 'password', 'label': 'API Key 1234'}",
    "parser.add_argument('--api-key', help='The key, 12345678')",
    "st.text_input('API Key', 'cloud.example.cn/account/ak')",
    "if api_key == 'Zx9kQ2mL7pR4tW8v': pass",
]  # fmt: skip
PLAIN_TEXTS = [
    "", "sk-", "task-1234567890abcdefgh", "risk-free-1234567890abcdef", "sk-fading-circle-and-more",
    "sk-estimator-doc-link-wrapper",
    "desk-lamp-model-number-4711-xyz", "ask-anything-about-it-1234567", "AKIAIOSFODNN7EXAMPLE", "Bearer token",
    "Bearer {token}",
    "Bearer %s", "Bearer <token>", "Bearer YOUR_ACCESS_TOKEN_HERE", "Basic understanding of transformers",
    "Bearer authentication",
    "https://host/v1?key={key}", "https://host/v1?key=YOUR_API_KEY", "https://host/v1?key=<key>", "https://host/v1?key=%s",
    "https://host/v1?key=${KEY}12345", "https://host/?token=abc", "https://host/?model=gpt-4o-mini-2024-07-18&n=10",
    "https://host:8080/v1",
    "https://user@host/v1", "https://{user}:{password}@host/v1", "postgres://postgres:postgres@localhost/app",
    "http://***:***@host/v1",
    "redis://:password@localhost:6379/0", "https://api.deepseek.com/v1", "https://ark.cn-beijing.volces.com/api/coding/v3",
    "gpt-4o-mini-2024-07-18", "claude-sonnet-4-5-20250929", "qwen2.5-72b-instruct", "ep-20240101123456-abcde",
    "hf_hub_download",
    "gsk_something", "r8_", "xai-", "ghp_", "co-operation-and-development", "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
    "0a1b2c3d-1111-4222-8333-0a1b2c3d4e5f", "0a1b2c3d" * 8, "eyJ", "eyJust a word",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "AIza", "AIzawesome", "使用 sk- 开头的密钥",
    "sk-xxxxxxxxxxxxxxxxxxxx",
]  # fmt: skip


def hidden(source: str) -> list[facts.Secret]:
    """Return the secrets among the facts of a source."""
    found = read(source.encode())
    assert not found.refusals
    return [node for node in walk(found) if isinstance(node, facts.Secret)]


@pytest.mark.parametrize("name", TOKENS)
def test_tokens_are_known_by_their_form(name: str) -> None:
    token = TOKENS[name]
    (found,) = hidden(f"x = {token!r}")
    assert found.kind == "pattern"
    assert MARK in found.text
    assert token[-12:] not in found.text
    assert token not in redact_line(f"x = f('{token}')")


@pytest.mark.parametrize(("prefix", "name"), [(prefix, name) for name, prefix in KEPT.items()])
def test_prefixes_stay(prefix: str, name: str) -> None:
    assert redact(TOKENS[name]) == (prefix + MARK, True)


@pytest.mark.parametrize(("text", "expected"), IN_TEXT)
def test_the_rest_of_a_text_stays(text: str, expected: str) -> None:
    assert redact(text) == (expected, True)
    (found,) = hidden(f"x = {text!r}")
    assert (found.text, found.kind) == (expected, "pattern")


@pytest.mark.parametrize("source", BOUND)
def test_what_is_bound_to_a_name_for_credentials(source: str) -> None:
    found = hidden(source)
    assert found
    assert {(one.text, one.kind) for one in found} == {(MARK, "name")}
    packed = msgpack.encode(read(source.encode()))
    assert BODY.encode() not in packed
    assert b"correct-horse" not in packed
    for line in source.split("\n"):
        assert BODY not in redact_line(line)
        assert BODY[8:] not in redact_line(line)
        assert "horse" not in redact_line(line)


@pytest.mark.parametrize("source", PLAIN_BINDINGS)
def test_what_is_no_credential_whatever_its_name(source: str) -> None:
    assert hidden(source) == []
    assert redact_line(source) == source


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_what_is_no_credential_by_its_form(text: str) -> None:
    assert redact(text) == (text, False)
    assert hidden(f"x = {text!r}") == []


def test_more_is_said_of_what_stays_than_of_what_goes() -> None:
    assert len(PLAIN_BINDINGS) + len(PLAIN_TEXTS) > len(TOKENS) + len(IN_TEXT) + len(BOUND)


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("api_key", "strong"), ("OPENAI_API_KEY", "strong"), ("apiKey", "strong"), ("x-api-key", "strong"),
        ("api_key2", "strong"),
        ("Authorization", "strong"), ("password", "strong"), ("db.password", "strong"), ("AccessKeyId", "strong"),
        ("SECRET_KEY", "strong"),
        ("key", "weak"), ("openai_key", "weak"), ("token", "weak"), ("bot_token", "weak"), ("client_secret", "strong"),
        ("monkey", None), ("tokens", None), ("max_tokens", None), ("keyboard", None), ("api_key_name", None),
        ("model", None), ("", None),
    ],
)  # fmt: skip
def test_names(name: str, strength: str | None) -> None:
    assert credential_name(name) == strength


def test_a_secret_in_an_f_string_stands_among_its_parts() -> None:
    assert show(read(f"x = f'https://h/{{a}}?key={BODY}&m={{b}}'".encode())) == (
        f"Assign([x], Joined(['https://h/' a Secret(?key={MARK}&m=, pattern) b]), None)"
    )


def test_a_token_in_a_dict_key_or_an_f_string_is_hidden() -> None:
    assert len(hidden(f"{{'{TOKENS['openai']}': 1}}")) == 1
    assert len(hidden(f"f'{{a}} {TOKENS['openai']}'")) == 1


def test_a_scheme_before_a_bound_credential_stays() -> None:
    (found,) = hidden(f"authorization = 'Token {BODY}'")
    assert found.text == f"Token {MARK}"


def test_docstrings_and_bytes_are_not_kept_at_all() -> None:
    token = TOKENS["openai"]
    packed = msgpack.encode(read(f'"""{token}"""\nx = b"{token}"\ny  # {token}'.encode()))
    assert token.encode() not in packed


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            f'client = OpenAI(api_key="{BODY}", base_url="https://h/v1")',
            f'client = OpenAI(api_key="{MARK}", base_url="https://h/v1")',
        ),
        (f'    "api_key": "{BODY}",  # mine', f'    "api_key": "{MARK}",  # mine'),
        (f"# api_key = '{BODY}'", f"# api_key = '{MARK}'"),
        (f'api_key: Annotated[str, "x"] = "{BODY}"', f'api_key: Annotated[str, "x"] = "{MARK}"'),
        (f'headers = {{"Authorization": f"Bearer {BODY}"}}', f'headers = {{"Authorization": f"Bearer {MARK}"}}'),
        (f'f(model="m-{BODY}", api_key=key)', f'f(model="m-{BODY}", api_key=key)'),
        (f'if api_key == "{BODY}":', f'if api_key == "{BODY}":'),
        (f"url = 'https://h?key={BODY}'", f"url = 'https://h?key={MARK}'"),
    ],
)
def test_lines(line: str, expected: str) -> None:
    assert redact_line(line) == expected


NAMES = st.sampled_from(
    ["api_key", "OPENAI_API_KEY", "token", "password", "x_api_key", "authorization", "model", "name", "key", "url"]
)
VALUES = st.one_of(
    st.text(alphabet="abcdefXYZ0123456789-_./=", min_size=1, max_size=40),
    st.sampled_from([*TOKENS.values(), BODY]),
    st.just("EMPTY"),
)
FORMS = st.sampled_from(
    [
        '{n} = "{v}"', "self.{n}: str = '{v}'", 'f(a, {n}="{v}", b="c")', '{{"{n}": "{v}", "b": "c"}}', 'x["{n}"] = y or "{v}"',
        'os.getenv("{n}", "{v}")', 'a, {n} = 1, "{v}"', '{n} = ["{v}", "{v}"]', 'def f({n}="{v}"): pass',
        '{n} = "{v}" if a else "b"',
        'a = f({n}="{v}")', 'lambda {n}="{v}": 0', '({n} := "{v}")', 'f(g({n}="{v}"), {n}="{v}")',
    ]
)  # fmt: skip


@given(NAMES, VALUES, FORMS)
def test_a_line_shows_nothing_that_lowering_hides(name: str, value: str, form: str) -> None:
    line = form.format(n=name, v=value)
    for found in hidden(line):
        kept = found.text.replace(MARK, "")
        assert value not in redact_line(line) or value in kept


@given(st.text())
def test_redaction_is_done_at_once(text: str) -> None:
    once, found = redact(text)
    assert found == (once != text)
    assert redact(once) == (once, False)
    assert redact_line(redact_line(text)) == redact_line(text)
    assert not credential_value(once, "model")
