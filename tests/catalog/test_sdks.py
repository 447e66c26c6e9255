"""The SDK files of the shipped catalogue: their vocabulary, what refers to what, and that nothing has been lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from aigc_lint.catalog.entries import Catalog, Client, Operation, Sdk, Wrapper
from aigc_lint.catalog.load import load

ROLES = {
    "model", "input", "endpoint", "provider", "region", "credential", "headers", "body", "query", "retention", "training", "routing",
    "provenance", "plan", "account", "end-user", "state", "cache", "expiry", "moderation", "label", "purpose", "option", "client",
    "telemetry", "request",
}
MODALITIES = {
    "chat", "chat-session", "completion", "assistant", "gateway", "embedding", "rerank", "image", "video", "audio-tts", "audio-stt",
    "audio-voice", "audio-music", "realtime", "moderation", "classification", "ocr", "search", "provenance-check", "token-count", "tool",
    "batch", "fine-tuning", "file-upload",
}
FIELDS = {"provider", "model", "version", "prompt", "parameters", "time", "output"}
HTTP = {"requests", "httpx", "aiohttp", "http", "urllib", "urllib3", "websocket-client", "websockets"}
"""Libraries of plain HTTP: the URL decides, so that no service is named."""
STANDARD = {"http", "urllib"}
"""Part of Python: no wheel to check against."""

CATALOG = load()
each_sdk = pytest.mark.parametrize("sdk", CATALOG.sdks.values(), ids=lambda sdk: sdk.distribution)
each_wrapper = pytest.mark.parametrize("wrapper", CATALOG.wrappers.values(), ids=lambda wrapper: wrapper.id)


def roles_of(sdk: Sdk, operation: Operation) -> dict[str, str]:
    return {**(sdk.shapes[operation.shape].roles if operation.shape else {}), **operation.roles}


def operations_of(catalog: Catalog, client: Client, seen: frozenset[str] = frozenset()) -> set[str]:
    """Chains on a client, inherited ones included."""
    sdk = catalog.sdks[client.sdk]
    found = {chain for operation in sdk.operations if client.id in operation.on for chain in operation.chains}
    for reference in client.inherits:
        distribution, _, id = reference.partition(":")
        if reference not in seen:
            found |= operations_of(catalog, catalog.sdks[distribution].clients[id], seen | {reference})
    return found


# --- words ------------------------------------------------------------------------------------------------------------


@each_sdk
def test_roles_are_words_of_the_vocabulary(sdk: Sdk) -> None:
    tables = [client.roles for client in sdk.clients.values()] + [shape.roles for shape in sdk.shapes.values()]
    tables += [operation.roles for operation in sdk.operations]
    tables += [roles for client in sdk.clients.values() for roles in (client.globals, *client.configure.values())]
    used = {role for table in tables for role in table.values()} | {role for client in sdk.clients.values() for role in client.environment}
    assert used <= ROLES


@each_sdk
def test_modalities_are_words_of_the_vocabulary(sdk: Sdk) -> None:
    assert {operation.modality for operation in sdk.operations} <= MODALITIES


@each_sdk
def test_a_chat_session_sends_nothing_and_nothing_else_says_so(sdk: Sdk) -> None:
    for operation in sdk.operations:
        assert operation.sends or operation.modality in ("chat-session", "gateway"), operation.chains
        assert operation.modality != "chat-session" or not operation.sends, operation.chains


@each_sdk
def test_names_hang_below_the_distribution(sdk: Sdk) -> None:
    tops = {root.partition(".")[0] for root in sdk.imports}
    names = [name for client in sdk.clients.values() for name in (*client.names, *client.globals, *client.configure)]
    assert {name.partition(".")[0] for name in names} <= tops
    assert all(re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", name) for name in (*names, *sdk.imports))


@each_sdk
def test_chains_are_chains(sdk: Sdk) -> None:
    for operation in sdk.operations:
        assert all(re.fullmatch(r"\w+(\.\w+)*", chain) for chain in operation.chains)


# --- what refers to what ----------------------------------------------------------------------------------------------


@each_sdk
def test_what_decides_the_service_is_there(sdk: Sdk) -> None:
    for client in sdk.clients.values():
        if client.service is not None:
            assert client.service in CATALOG.services, f"{client.id}: {client.service}"
        elif client.kind != "object" and sdk.distribution not in HTTP:
            decided = client.resolve in ("model", "provider", "wrapped") or "endpoint" in client.roles.values()
            assert decided or client.inherits, f"{client.id}: nothing decides its service"
        if client.resolve in ("model", "provider"):
            assert client.prefixes, f"{client.id}: no prefix table"


@each_sdk
def test_what_is_named_exists(sdk: Sdk) -> None:
    for client in sdk.clients.values():
        assert set(client.of) <= set(sdk.clients), client.id
        assert client.selector is None or client.kind == "factory", client.id
        assert client.kind != "wrapper" or client.wraps, client.id
        makers = [sdk.clients[id] for id in client.of] or list(sdk.clients.values())
        reachable = set().union(*(operations_of(CATALOG, maker) for maker in makers))
        assert set(client.obtained_from) <= reachable, client.id


@each_sdk
def test_options_name_what_the_client_takes(sdk: Sdk) -> None:
    for client in sdk.clients.values():
        known = {*client.roles, *(name.rpartition(".")[2] for name in client.globals)}
        for option in client.options:
            assert option.service in CATALOG.services
            assert (option.argument in known) != (option.environment is not None), f"{client.id}: {option}"


@each_sdk
def test_every_operation_is_reachable(sdk: Sdk) -> None:
    for operation in sdk.operations:
        for id in operation.on:
            assert id == "module" or id in sdk.clients, operation.chains


@each_sdk
def test_a_chain_stands_once_on_each_client(sdk: Sdk) -> None:
    counted = Counter((id, chain) for operation in sdk.operations for id in operation.on for chain in set(operation.chains))
    assert [pair for pair, times in counted.items() if times > 1] == []


@each_sdk
def test_no_shape_is_idle(sdk: Sdk) -> None:
    assert set(sdk.shapes) == {operation.shape for operation in sdk.operations if operation.shape}


@each_sdk
def test_defaults_are_parameters(sdk: Sdk) -> None:
    for operation in sdk.operations:
        assert set(operation.defaults) <= set(roles_of(sdk, operation)), operation.chains


@each_sdk
def test_positions_end_with_something_that_matters(sdk: Sdk) -> None:
    for operation in sdk.operations:
        assert len(set(operation.positional)) == len(operation.positional), operation.chains
        if operation.positional and operation.modality != "gateway":
            assert set(operation.positional) & set(roles_of(sdk, operation)), operation.chains


@each_sdk
def test_it_was_checked_or_says_why_not(sdk: Sdk) -> None:
    assert sdk.verified or sdk.note or sdk.distribution in STANDARD


# --- prefixes ---------------------------------------------------------------------------------------------------------


def test_prefix_tables_stand_once_and_are_used_or_name_makers() -> None:
    tables = Counter(name for sdk in CATALOG.sdks.values() for name in sdk.prefixes)
    assert [name for name, times in tables.items() if times > 1] == []
    used = {client.prefixes for sdk in CATALOG.sdks.values() for client in sdk.clients.values() if client.prefixes}
    assert used <= set(tables)
    assert set(tables) - used == {"bedrock-model-maker", "openrouter-model-maker", "langchain-bare-model"}


def test_prefixes_lead_to_services() -> None:
    for sdk in CATALOG.sdks.values():
        for name, table in sdk.prefixes.items():
            for prefix, target in table.items():
                assert target in CATALOG.services or target.startswith("provider:"), f"{name}: {prefix} = {target}"


@pytest.mark.parametrize(
    ("table", "prefix", "service"),
    [
        ("litellm", "deepseek/", "deepseek-api"),
        ("litellm", "gemini/", "gemini-api"),
        ("litellm", "vertex_ai/", "google-cloud-vertex"),
        ("litellm", "azure/", "azure-openai"),
        ("litellm", "azure_ai/", "azure-ai-foundry"),
        ("pydantic-ai", "google:", "gemini-api"),
        ("aisuite", "google:", "google-cloud-vertex"),
        ("langchain-bare-model", "gemini", "google-cloud-vertex"),
    ],
)
def test_the_same_word_means_different_services(table: str, prefix: str, service: str) -> None:
    tables = {name: prefixes for sdk in CATALOG.sdks.values() for name, prefixes in sdk.prefixes.items()}
    assert tables[table][prefix] == service


# --- what each SDK must know ------------------------------------------------------------------------------------------

KNOWN = {
    "openai:openai": ["chat.completions.create", "responses.create", "embeddings.create", "images.generate", "audio.speech.create"],
    "openai:azure": ["chat.completions.create", "beta.threads.runs.create"],
    "anthropic:vertex": ["messages.create", "messages.stream"],
    "google-genai:client": ["models.generate_content", "aio.models.generate_content_stream", "interactions.create", "chats.create"],
    "google-genai:async-chat": ["send_message"],
    "dashscope:synthesizer": ["call", "streaming_call"],
    "boto3:bedrock-runtime": ["converse", "invoke_model"],
    "langfuse:openai": ["chat.completions.create", "responses.parse"],
    "langchain-openai:chat-openai": ["invoke", "ainvoke", "stream", "astream", "batch", "__call__"],
    "langchain-openai:openai-embeddings": ["embed_documents", "aembed_query"],
    "llama-index-llms-openai:openai": ["chat", "complete", "astream_chat"],
    "xai-sdk:chat": ["sample", "stream"],
    "dspy:program": ["__call__"],
}


@pytest.mark.parametrize("reference", KNOWN)
def test_a_client_knows_its_operations(reference: str) -> None:
    distribution, _, id = reference.partition(":")
    assert set(KNOWN[reference]) <= operations_of(CATALOG, CATALOG.sdks[distribution].clients[id])


def test_only_some_operations_store_by_default() -> None:
    openai = CATALOG.sdks["openai"]
    stored = {chain: operation.defaults.get("store") for operation in openai.operations for chain in operation.chains}
    assert stored["responses.create"] is True
    assert stored["chat.completions.create"] is False
    assert stored["embeddings.create"] is None


def test_no_operation_is_asked_for_what_it_does_not_know() -> None:
    openai = CATALOG.sdks["openai"]
    knows = {chain: set(roles_of(openai, operation)) for operation in openai.operations for chain in operation.chains}
    assert "store" in knows["chat.completions.create"]
    assert "store" not in knows["embeddings.create"]
    assert "store" not in knows["ChatCompletion.create"]


# --- nothing is lost --------------------------------------------------------------------------------------------------

# Distribution -> (client names, chains on clients and modules) when the files were written from the SDKs' sources. More may come.
FLOOR = {
    "ag2": (1, 3),
    "ai21": (2, 9),
    "aiohttp": (2, 6),
    "aisuite": (2, 3),
    "anthropic": (20, 31),
    "assemblyai": (1, 8),
    "autogen-ext": (5, 2),
    "azure-cognitiveservices-speech": (4, 14),
    "baidu-aip": (9, 2),
    "boto3": (7, 23),
    "braintrust": (3, 0),
    "cerebras-cloud-sdk": (4, 2),
    "cohere": (8, 20),
    "crewai": (3, 10),
    "dashscope": (11, 100),
    "deepagents": (2, 0),
    "deepgram-sdk": (2, 10),
    "deepseek-sdk": (1, 4),
    "deepseek": (1, 2),
    "dspy": (26, 9),
    "edge-tts": (1, 4),
    "elevenlabs": (4, 45),
    "erniebot": (1, 12),
    "fal-client": (3, 18),
    "fireworks-ai": (6, 20),
    "google-cloud-aiplatform": (19, 20),
    "google-cloud-speech": (4, 4),
    "google-cloud-texttospeech": (3, 2),
    "google-genai": (5, 56),
    "google-generativeai": (4, 13),
    "groq": (4, 7),
    "haystack-ai": (11, 2),
    "http": (2, 1),
    "httpx": (3, 8),
    "huggingface-hub": (2, 29),
    "instructor": (25, 10),
    "langchain-ai21": (2, 0),
    "langchain-anthropic": (2, 0),
    "langchain-aws": (5, 0),
    "langchain-cerebras": (1, 0),
    "langchain-cohere": (2, 0),
    "langchain-community": (89, 0),
    "langchain-core": (10, 27),
    "langchain-deepseek": (1, 0),
    "langchain-fireworks": (3, 0),
    "langchain-gigachat": (4, 0),
    "langchain-google-genai": (3, 0),
    "langchain-google-vertexai": (4, 0),
    "langchain-groq": (1, 0),
    "langchain-huggingface": (3, 0),
    "langchain-ibm": (3, 0),
    "langchain-litellm": (3, 0),
    "langchain-mistralai": (2, 0),
    "langchain-netmind": (2, 0),
    "langchain-nomic": (2, 0),
    "langchain-nvidia-ai-endpoints": (2, 0),
    "langchain-ollama": (3, 0),
    "langchain-openai": (6, 0),
    "langchain-openrouter": (1, 0),
    "langchain-perplexity": (1, 0),
    "langchain-qwq": (2, 0),
    "langchain-sambanova": (3, 0),
    "langchain-together": (3, 0),
    "langchain-upstage": (2, 0),
    "langchain-voyageai": (1, 0),
    "langchain-xai": (1, 0),
    "langchain": (50, 11),
    "langfuse": (11, 10),
    "langgraph": (4, 0),
    "langsmith": (3, 0),
    "litellm": (3, 47),
    "llama-index-core": (2, 18),
    "llama-index-llms-anthropic": (1, 0),
    "llama-index-llms-azure-openai": (1, 0),
    "llama-index-llms-bedrock-converse": (1, 0),
    "llama-index-llms-dashscope": (1, 0),
    "llama-index-llms-deepseek": (1, 0),
    "llama-index-llms-gemini": (1, 0),
    "llama-index-llms-google-genai": (1, 0),
    "llama-index-llms-groq": (1, 0),
    "llama-index-llms-litellm": (1, 0),
    "llama-index-llms-mistralai": (1, 0),
    "llama-index-llms-ollama": (1, 0),
    "llama-index-llms-openai-like": (1, 0),
    "llama-index-llms-openai": (2, 0),
    "llama-index-llms-openrouter": (1, 0),
    "llama-index-llms-zhipuai": (1, 0),
    "lumaai": (4, 8),
    "midjourney-py": (1, 4),
    "midjourney-sdk-py": (1, 5),
    "mistralai": (4, 73),
    "ollama": (3, 7),
    "openai-agents": (12, 8),
    "openai": (12, 120),
    "openrouter": (1, 30),
    "perplexityai": (4, 10),
    "pyautogen": (3, 9),
    "pydantic-ai-slim": (19, 19),
    "qianfan": (10, 6),
    "qwen-agent": (2, 6),
    "replicate": (3, 14),
    "requests": (3, 6),
    "runwayml": (4, 32),
    "semantic-kernel": (10, 8),
    "smolagents": (12, 5),
    "spark-ai-python": (2, 20),
    "stability-sdk": (2, 7),
    "tencentcloud-sdk-python-hunyuan": (2, 16),
    "tencentcloud-sdk-python": (3, 5),
    "together": (5, 22),
    "twelvelabs": (2, 10),
    "urllib": (1, 1),
    "urllib3": (3, 1),
    "volcengine-ark-runtime": (2, 17),
    "voyageai": (2, 4),
    "websocket-client": (2, 3),
    "websockets": (0, 5),
    "xai-sdk": (4, 25),
    "zai-sdk": (2, 22),
    "zeroentropy": (4, 2),
    "zhipuai": (2, 22),
}


@pytest.mark.parametrize("distribution", FLOOR)
def test_no_file_shrinks(distribution: str) -> None:
    sdk = CATALOG.sdks[distribution]
    names = {name for client in sdk.clients.values() for name in client.names}
    chains = {chain for operation in sdk.operations for chain in operation.chains}
    floor = FLOOR[distribution]
    assert (len(names) >= floor[0], len(chains) >= floor[1]) == (True, True), (len(names), len(chains))


# --- wrappers ---------------------------------------------------------------------------------------------------------


@each_wrapper
def test_a_wrapper_covers_sdks_that_exist(wrapper: Wrapper) -> None:
    covered = {distribution for covers in wrapper.instruments.values() for distribution in covers}
    assert covered - {"*"} <= set(CATALOG.sdks)
    assert set(wrapper.only_with) <= set(wrapper.instruments)


@each_wrapper
def test_a_wrapper_records_fields_of_the_vocabulary(wrapper: Wrapper) -> None:
    assert wrapper.records
    assert set(wrapper.records) <= FIELDS


@each_wrapper
def test_a_wrapper_names_what_hangs_below_its_imports(wrapper: Wrapper) -> None:
    named = (*wrapper.decorators, *wrapper.contexts, *wrapper.functions, *wrapper.proxies, *wrapper.instruments)
    assert named
    tops = {root.partition(".")[0] for root in wrapper.imports}
    assert {name.partition(".")[0] for name in named} <= tops


# --- paths ------------------------------------------------------------------------------------------------------------


def test_paths_stand_once_and_say_what_they_are() -> None:
    paths = CATALOG.protocols.paths
    assert len({entry.path for entry in paths}) == len(paths)
    assert {entry.modality for entry in paths} <= MODALITIES
    assert all(entry.path.startswith(("/", "{}")) and entry.protocol for entry in paths)


@pytest.mark.parametrize("path", ["/completions", "/responses", "/moderations", "/v1/messages", "/rerank", "/api/generate", "/v3/chat"])
def test_everyday_paths_need_a_telling_body(path: str) -> None:
    entry = next(entry for entry in CATALOG.protocols.paths if entry.path == path)
    assert entry.needs_body
