"""Which service a host and path belong to."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.protocols import Protocols
from aigc_lint.catalog.entries.providers import Endpoint, Service
from aigc_lint.catalog.hosts import EndpointTable, overlaps
from aigc_lint.catalog.load import load
from aigc_lint.model.words import Words


@pytest.fixture(scope="module")
def table() -> EndpointTable:
    return EndpointTable(load())


def catalog_of(**endpoints: tuple[Endpoint, ...]) -> Catalog:
    """A catalogue of nothing but services with endpoints."""
    services = {id: Service(name=Words(id, id), audience="api", endpoints=given, id=id) for id, given in endpoints.items()}
    return Catalog(version="0", providers={}, sdks={}, protocols=Protocols(paths=()), wrappers={}, rules={}, services=services)


@pytest.mark.parametrize(
    ("host", "path", "service"),
    [
        ("ark.cn-beijing.volces.com", "/api/v3", "volcengine-ark"),
        ("ark.cn-beijing.volces.com", "/api/v3/chat/completions", "volcengine-ark"),
        ("ark.cn-beijing.volces.com", "/api/coding", "volcengine-coding-plan"),
        ("ark.cn-beijing.volces.com", "/api/coding/v3", "volcengine-coding-plan"),
        ("ark.cn-beijing.volces.com", "/api/plan/v3", "volcengine-coding-plan"),
        ("ark.cn-beijing.volces.com", "/api/codings", None),
        ("ark.cn-beijing.volces.com", "/api", None),
        ("ark.cn-beijing.volces.com", "", None),
        ("open.bigmodel.cn", "/api/paas/v4/", "zhipu-bigmodel-api"),
        ("open.bigmodel.cn", "/api/coding/paas/v4", "zai-coding-plan"),
        ("open.bigmodel.cn", "/api/anthropic", "zai-coding-plan"),
        ("api.z.ai", "/api/paas/v4", "zai-api"),
        ("api.z.ai", "/api/coding/paas/v4", "zai-coding-plan"),
        ("api.z.ai", "/api/anthropic/v1/messages", "zai-coding-plan"),
        ("api.z.ai", "", None),
        ("api.moonshot.cn", "/v1", "moonshot-api-cn"),
        ("api.moonshot.ai", "/v1", "moonshot-api-intl"),
        ("api.moonshot.ai", "", "moonshot-api-intl"),
        ("api.minimax.chat", "/v1/text/chatcompletion_v2", "minimax-api-cn"),
        ("api.minimaxi.chat", "/v1", "minimax-api-intl"),
        ("api.openai.com", "/v1", "openai-api"),
        ("API.OpenAI.com", "/v1", "openai-api"),
        ("api.openai.com.", "/v1", "openai-api"),
        ("ae.api.openai.com", "/v1", "openai-api"),
        ("evil-api.openai.com.example", "/v1", None),
        ("evilapi.openai.com", "/v1", None),
        ("acme.openai.azure.com", "/openai/deployments/x", "azure-openai"),
        ("acme.services.ai.azure.com", "/openai/v1", "azure-openai"),
        ("acme.services.ai.azure.com", "/anthropic", "azure-ai-foundry"),
        ("models.inference.ai.azure.com", "/chat/completions", "github-models-api"),
        ("europe-west4-aiplatform.googleapis.com", "/v1/projects/p", "google-cloud-vertex"),
        ("aiplatform.googleapis.com", "/v1/projects/p", "google-cloud-vertex"),
        ("storage.googleapis.com", "/v1", None),
        ("bedrock-runtime.us-east-1.amazonaws.com", "/model/x/invoke", "aws-bedrock"),
        ("bedrock-runtime.amazonaws.com", "/model/x/invoke", None),
        ("dashscope.aliyuncs.com", "/compatible-mode/v1", "dashscope-api"),
        ("coding.dashscope.aliyuncs.com", "/v1", "dashscope-coding-plan"),
        ("ws1.cn-beijing.maas.aliyuncs.com", "/compatible-mode/v1", "dashscope-api"),
        ("token-plan.cn-beijing.maas.aliyuncs.com", "/compatible-mode/v1", "dashscope-token-plan"),
        ("qianfan.baidubce.com", "/v2/chat/completions", "baidu-qianfan"),
        ("qianfan.baidubce.com", "/v2/tokenplan/personal", "baidu-qianfan-token-plan"),
        ("qianfan.baidubce.com", "/v2/coding", "baidu-qianfan-coding-plan"),
        ("aip.baidubce.com", "/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/x", "baidu-qianfan"),
        ("aip.baidubce.com", "/oauth/2.0/token", None),
        ("api.cloudflare.com", "/client/v4/accounts/0a1b/ai/v1", "cloudflare-api"),
        ("api.cloudflare.com", "/client/v4/zones", None),
        ("localhost", "/v1", "self-hosted"),
        ("[::1]", "/v1", "self-hosted"),
    ],
)
def test_host_and_path_decide(table: EndpointTable, host: str, path: str, service: str | None) -> None:
    found = table.find(host, path, None)
    assert (found[0] if found else None) == service


def test_endpoint_tells_the_region(table: EndpointTable) -> None:
    regions = {}
    for host in ("dashscope.aliyuncs.com", "dashscope-intl.aliyuncs.com", "dashscope-us.aliyuncs.com"):
        found = table.find(host, "/api/v1", None)
        assert found
        regions[host] = found[1].region
    assert list(regions.values()) == ["CN", "SG", "US"]


def test_port_is_honoured(table: EndpointTable) -> None:
    local, container = table.find("localhost", "/api/chat", 11434), table.find("ollama", "", 11434)
    assert local
    assert local[1].port == 11434
    assert container
    assert container[0] == "self-hosted"
    assert table.find("ollama", "", 80) is None


def test_candidates_of_a_shared_host(table: EndpointTable) -> None:
    assert table.candidates("ark.cn-beijing.volces.com") == ("volcengine-ark", "volcengine-coding-plan")
    assert set(table.candidates("api.z.ai.")) == {"zai-api", "zai-coding-plan"}
    assert table.candidates("api.cloudflare.com") == ()
    assert table.candidates("example.com") == ()


def test_known_host_is_one_that_does_nothing_else(table: EndpointTable) -> None:
    assert table.known_host("API.DeepSeek.com")
    assert table.known_host("acme.openai.azure.com")
    assert not table.known_host("api.cloudflare.com")
    assert not table.known_host("ollama")
    assert not table.known_host("api.deepseek.com.example")


@pytest.mark.parametrize(
    ("host", "path", "serves"),
    [
        ("api.deepseek.com", "/anything", True),
        ("aip.baidubce.com", "/rpc/2.0/unit/service/v3/chat", True),
        ("aip.baidubce.com", "/rest/2.0/ocr/v1/general_basic", True),
        ("aip.baidubce.com", "/oauth/2.0/token", False),
        ("huggingface.co", "/chat/conversation/1", True),
        ("huggingface.co", "/api/repos/create", False),
        ("www.bing.com", "/search", False),
        ("nls-gateway.cn-shanghai.aliyuncs.com", "/stream/v1/tts", True),
        ("nls-gateway-cn-shanghai.aliyuncs.com", "/ws/v1", True),
        ("nls-meta.cn-shanghai.aliyuncs.com", "/", False),
        ("example.com", "/v1/chat/completions", False),
    ],
)
def test_a_shared_host_serves_below_its_prefixes_alone(table: EndpointTable, host: str, path: str, serves: bool) -> None:
    assert table.serves(host, path, None) is serves


def test_a_gateway_of_ones_own_is_told_from_inference_by_its_port(table: EndpointTable) -> None:
    found = {port: table.find("localhost", "/v1", port) for port in (3000, 4000, 11434, 8123)}
    assert {port: one[0] if one else None for port, one in found.items()} == {
        3000: "own-gateway",
        4000: "own-gateway",
        11434: "self-hosted",
        8123: "self-hosted",
    }


def test_exact_host_hides_globs_and_longer_globs_come_first() -> None:
    table = EndpointTable(
        catalog_of(
            wide=(Endpoint(host="*.example.com"),),
            narrow=(Endpoint(host="*.eu.example.com"),),
            one=(Endpoint(host="a.eu.example.com", path="/x"),),
        )
    )
    found = [table.find(host, "/y", None) for host in ("b.example.com", "b.c.eu.example.com", "a.eu.example.com")]
    assert [one[0] for one in found if one] == ["wide", "narrow", "one"]


def test_a_star_within_a_label_stays_in_it() -> None:
    table = EndpointTable(catalog_of(one=(Endpoint(host="gate*.example.com"),)))
    assert table.known_host("gate-3.example.com")
    assert table.known_host("gate.example.com")
    assert not table.known_host("gate.a.example.com")


def test_overlaps_name_both_services() -> None:
    catalog = catalog_of(a=(Endpoint(host="x.example.com", path="/v1/"),), b=(Endpoint(host="X.example.com", path="/v1"),))
    assert list(overlaps(catalog)) == [("X.example.com/v1", "a", "b")]
