"""The byte scan: what it finds, what it leaves alone, how fast it is, and that it loads no parser."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_lint.reading import prefilter
from aigc_lint.reading.prefilter import Needles, scan

NEEDLES = Needles(
    roots=("anthropic", "google.genai", "openai", "tencentcloud.hunyuan"),
    hosts=("-aiplatform.googleapis.com", ".openai.azure.com", "api.openai.com", "dashscope.aliyuncs.com"),
    paths=("/chat/completions", ":generateContent", "/images/generations"),
    chains=("chat.completions.create", "images.generate", "chat.completions.create_and_poll"),
    names=("aigc:", "LLM_BASE_URL", '"bedrock-runtime"', "'bedrock-runtime'", "模型"),
)
STDLIB = Path(sysconfig.get_path("stdlib"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import openai", ["sdk:openai"]),
        ("import openai.types as t", ["sdk:openai"]),
        ("from openai import OpenAI", ["sdk:openai"]),
        ("from openai.lib import x", ["sdk:openai"]),
        ("def f():\n    import openai", ["sdk:openai"]),
        ("try: from openai import OpenAI\nexcept ImportError: pass", ["sdk:openai"]),
        ("from google import genai", ["sdk:google.genai"]),
        ("import google.genai", ["sdk:google.genai"]),
        ("from google.genai import types", ["sdk:google.genai"]),
        ("from tencentcloud import hunyuan", ["sdk:tencentcloud.hunyuan"]),
        ("from tencentcloud.hunyuan.v20230901 import models", ["sdk:tencentcloud.hunyuan"]),
        ("importlib.import_module('openai')", ["sdk:openai"]),
        ("m = __import__('anthropic.types')", ["sdk:anthropic"]),
        ("x = 'https://api.openai.com/v1'", ["host:api.openai.com"]),
        ("x = f'https://{r}-aiplatform.googleapis.com'", ["host:-aiplatform.googleapis.com"]),
        ("x = f'https://{r}.openai.azure.com'", ["host:.openai.azure.com"]),
        ("x = 'api.openai.com'", ["host:api.openai.com"]),
        ("x = base + '/chat/completions'", ["path:/chat/completions"]),
        ("x = urljoin(base, 'chat/completions')", ["path:/chat/completions"]),
        ("x = f'{base}/v1/chat/completions?x'", ["path:/chat/completions"]),
        ("c.chat.completions.create(x)", ["chain:chat.completions.create"]),
        ("c.chat.completions.create_and_poll(x)", ["chain:chat.completions.create_and_poll"]),
        ("(c\n  .chat.completions\n  .create(x))", ["chain:chat.completions.create"]),
        ("c.chat \\\n  .completions.create(x)", ["chain:chat.completions.create"]),
        ("f(c.images.generate)", ["chain:images.generate"]),
        ("x = 1  # aigc: ignore[A]", ["name:aigc:"]),
        ("x = os.environ['LLM_BASE_URL']", ["name:LLM_BASE_URL"]),
        ("from settings import LLM_BASE_URL", ["name:LLM_BASE_URL"]),
        ('c = boto3.client("bedrock-runtime")', ['name:"bedrock-runtime"']),
        ("c = boto3.client('bedrock-runtime')", ["name:'bedrock-runtime'"]),
        ("x = '大模型'", ["name:模型"]),
        (
            "import openai\nx = 'https://api.openai.com/v1/chat/completions'",
            ["host:api.openai.com", "path:/chat/completions", "sdk:openai"],
        ),
    ],
)
def test_found(source: str, expected: list[str]) -> None:
    assert list(scan(source.encode(), NEEDLES).needles) == expected


@pytest.mark.parametrize(
    "source",
    [
        "import requests, httpx, aiohttp, urllib.request, websocket",
        "from . import openai",
        "from .openai import x",
        "import openai_helpers",
        "import google.protobuf",
        "from google import protobuf",
        "import tencentcloud.common",
        "# import openai",
        '"""\nimport openai\n"""',
        "importlib.import_module(name)",
        "x = 'openai'",
        "c.chat.completions.created",
        "c.chatcompletions.create",
        "c.webchat.completions.create",
        "c.chat.completions[0].create",
        "x = 'xapi.openai.com'",
        "x = MY_LLM_BASE_URL_2",
        "x = 'bedrock-runtime-extra'",
        "",
    ],
)
def test_not_found(source: str) -> None:
    assert scan(source.encode(), NEEDLES).needles == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 'https://api.x.ai/v1'", ["host:api.x.ai"]),
        ("x = 'https://api.x.ai.example/v1'", ["host:api.x.ai.example"]),
        ("x = 'https://api.x.air'", ["host:api.x.ai"]),
        ("c.tts \n .speak(x)", ["chain:tts.speak"]),
        ("c.tts.speak.now(x)", ["chain:tts.speak.now"]),
        ("c.tts.speak.then(x)", ["chain:tts.speak"]),
        ("c.tts.speaker(x)", []),
        ("c.ttsx.speak(x)", []),
        ("x = '/tts.speaks'", ["path:/tts.speaks"]),
        ("x = '大模型'", ["name:'大模型'"]),
        ("x = '/a'", ["path:/a"]),
        ("a.b.c.d.e.f.g.h.i.j", []),
    ],
)
def test_the_longest_needle_at_a_place_is_told(source: str, expected: list[str]) -> None:
    needles = Needles(
        hosts=("api.x.ai", "api.x.ai.example"),
        paths=("/a", "/tts.speaks"),
        chains=("tts.speak", "tts.speak.now", "h.i.j.k"),
        names=("'大模型'",),
    )
    assert list(scan(source.encode(), needles).needles) == expected


def test_needles_are_ready_in_a_moment() -> None:
    hosts = tuple(f"api{number}.provider{number % 7}.example" for number in range(5_000))
    started = time.process_time()
    assert scan(b"x = 'https://api4711.provider0.example'", Needles(hosts=hosts)).needles == ("host:api4711.provider0.example",)
    assert time.process_time() - started < 0.5


def test_imports_come_in_order_and_once() -> None:
    index = scan(b"import b\nimport a\nimport b\nfrom . import c", NEEDLES)
    assert [(one.level, one.module, one.name) for one in index.imports] == [(0, "b", ""), (0, "a", ""), (1, "", "c")]


def test_no_needles_find_nothing() -> None:
    assert scan(b"import openai", Needles()).needles == ()


def test_the_digest_is_of_the_content() -> None:
    assert NEEDLES.digest == Needles(*(getattr(NEEDLES, name) for name in NEEDLES.__struct_fields__)).digest
    assert (
        len({Needles(roots=("a",)).digest, Needles(hosts=("a",)).digest, Needles(roots=("a", "b")).digest, Needles().digest}) == 4
    )


def test_notebooks_are_searched_in_their_code() -> None:
    lines = ["!pip install openai\n", "import os\n", 'x = "https://api.openai.com/v1"\n', "c.chat\\\n", ".completions.create()"]
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "source": ["import openai\n"]},
        {"cell_type": "code", "source": lines},
        {"cell_type": "code", "source": "%%bash\nimport anthropic"},
        {"cell_type": "code", "source": "from google import genai\n", "outputs": ["'/images/generations'"]},
    ]  # fmt: skip
    index = scan(json.dumps({"cells": cells}).encode(), NEEDLES, notebook=True)
    assert index.needles == ("chain:chat.completions.create", "host:api.openai.com", "sdk:google.genai")
    assert [(one.module, one.name) for one in index.imports] == [("os", ""), ("google", "genai")]


def test_a_broken_notebook_is_not_passed_over() -> None:
    assert scan(b'{"cells": [ "https://api.openai.com/v1"', NEEDLES, notebook=True).needles == ("host:api.openai.com",)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\0", b"import \xff", b"from " * 10_000, b"import(" * 10_000, b'"""' * 9_999, b"\\\n" * 50_000,
        b".chat" * 99_999, b".chat\n" * 99_999, b".chat \\\n" * 50_000,
    ],
)
def test_any_bytes_will_do(data: bytes) -> None:
    started = time.process_time()
    scan(data, NEEDLES)
    scan(data, NEEDLES, notebook=True)
    assert time.process_time() - started < 2


def test_code_without_ai_gives_no_needle() -> None:
    paths = [path for folder in ("asyncio", "email", "http", "json", "urllib", "xml") for path in (STDLIB / folder).rglob("*.py")]
    assert len(paths) > 80
    assert [path for path in paths if scan(path.read_bytes(), NEEDLES).needles] == []


def test_a_scan_costs_a_small_fraction_of_parsing() -> None:
    data = [path.read_bytes() for path in sorted((STDLIB / "asyncio").glob("*.py"))]
    scan(b"", NEEDLES)
    started = time.process_time()
    for one in data:
        scan(one, NEEDLES)
    scanned = time.process_time()
    for one in data[:10]:
        cst.parse_module(one)
    parsed = time.process_time() - scanned
    share = sum(map(len, data[:10])) / sum(map(len, data))
    assert (scanned - started) * share < parsed / 20


def test_no_parser_is_loaded() -> None:
    use = "import sys, aigc_lint.reading.prefilter as p; p.scan(b'import a', p.Needles(roots=('a',)))"
    code = f"{use}; p.scan(b'{{}}', p.Needles(), notebook=True); print('libcst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


PIECES = ["api", ".api", "/v1/chat", "'dash", "dashscope", "a.b", "=open", "\\", "@", "x.generate", "(", " "]


@given(st.lists(st.sampled_from(PIECES)))
def test_little_and_much_are_looked_over_alike(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    needles = Needles(hosts=("api.b.com", "dashscope"), paths=("/v1/chat",), chains=("x.generate", "a.b"), names=("=open",))
    little, much = prefilter._Finder(needles), prefilter._Finder(needles)
    much._left = 0
    found = list(little.beginnings(data))
    assert list(much.beginnings(data + b" "))[: len(found)] == found
    assert list(little.find(data)) == list(much.find(data))


def test_no_needles_are_found_in_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prefilter, "_MOST_WITHOUT_EXPRESSION", 0)
    assert scan(b"'a'", Needles()).needles == ()
