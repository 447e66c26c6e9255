"""The SDK files of the shipped catalogue: their vocabulary, what refers to what, what they must know."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from aigc_lint.catalog.closed import MODALITIES, ROLES
from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.sdks import Client, Operation, Sdk
from aigc_lint.catalog.load import load

HTTP = {"requests", "httpx", "httpx-sse", "aiohttp", "http", "urllib", "urllib3", "websocket-client", "websockets"}
"""Libraries of plain HTTP: the URL decides, so that no service is named."""
STANDARD = {"http", "urllib"}
"""Part of Python: no wheel to check against."""

CATALOG = load()
each_sdk = pytest.mark.parametrize("sdk", CATALOG.sdks.values(), ids=lambda sdk: sdk.distribution)


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
    assert {role for table in tables for role in table.values()} <= ROLES
    assert {role for client in sdk.clients.values() for role in client.environment} <= ROLES


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
    "openai:openai": ["chat.completions.create", "responses.create", "embeddings.create", "images.generate"],
    "openai:azure": ["chat.completions.create", "beta.threads.runs.create"],
    "anthropic:vertex": ["messages.create", "messages.stream"],
    "google-genai:client": ["models.generate_content", "aio.models.generate_content", "interactions.create"],
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
