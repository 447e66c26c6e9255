"""What is looked for: what tells an AI service, and nothing that everybody has."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load
from aigc_lint.engine.needles import needles
from aigc_lint.policy.schema import Policy, Provenance, WrapperPolicy
from aigc_lint.reading.prefilter import scan


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


TELLING = (
    "import openai",
    "from openai import OpenAI",
    "def f():\n    from dashscope import Generation",
    "import langfuse.openai as o",
    "importlib.import_module('anthropic')",
    "URL = 'https://api.deepseek.com/v1'",
    "URL = f'https://{name}.openai.azure.com/'",
    "post(base + '/chat/completions')",
    "post(f'{base}/v1beta/models/{m}:generateContent')",
    "self.llm.chat.completions.create(x)",
    "service.models.generate_content(x)",
    "boto3.client('bedrock-runtime')",
    'session.client(service_name="bedrock-runtime")',
    "endpoint = 'bedrock-runtime.us-east-1.amazonaws.com'",
    "x = 1  # aigc: ignore[AIG202] why not",
)
COMMON = (
    "import requests\nrequests.post(url, json={'model': 1})",
    "import httpx, aiohttp, boto3, websockets, urllib.request",
    "boto3.client('s3')",
    "import opening_hours",
    "open_ai = 1",
    "self.get_response(request)",
    "bot.send_message(chat, text)",
    "transcribe = 1",
    "URL = 'http://localhost:8000/api'",
    "URL = 'https://github.com/openai'",
    "Client.objects.create(x)",
)


@pytest.mark.parametrize("source", TELLING)
def test_what_tells_is_found(catalog: Catalog, source: str) -> None:
    assert scan(source.encode(), needles(catalog, None)).needles


@pytest.mark.parametrize("source", COMMON)
def test_what_everybody_has_is_not(catalog: Catalog, source: str) -> None:
    assert scan(source.encode(), needles(catalog, None)).needles == ()


def test_the_policy_adds_its_own_and_changes_the_digest(catalog: Catalog) -> None:
    policy = Policy(
        version=1,
        endpoints={
            "env:LLM_BASE_URL": "service:openai-api",
            "https://llm.corp.example/v1": "service:openai-api",
            "gateway.corp.example": "service:openai-api",
            "setting:app.settings.BRAIN_URL": "service:openai-api",
        },
        provenance=Provenance(wrapper=(WrapperPolicy(name="app.ai.recorded"),)),
    )
    plain, own = needles(catalog, None), needles(catalog, policy)
    assert plain.digest != own.digest
    for source in (
        "os.environ['LLM_BASE_URL']", "'https://llm.corp.example/v1/x'", "'https://gateway.corp.example'", "settings.BRAIN_URL",
        "@recorded\ndef f(): ...",
    ):  # fmt: skip
        assert scan(source.encode(), plain).needles == ()
        assert scan(source.encode(), own).needles
