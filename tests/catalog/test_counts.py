"""How much the catalogue holds, so that nothing that was gathered gets lost on the way."""

from __future__ import annotations

from collections import Counter

import pytest

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.load import load

OF_TOPIC = {
    "training-use": 82,
    "retention": 34,
    "input-ownership": 5,
    "input-warranty": 6,
    "output-ownership": 32,
    "output-uniqueness": 14,
    "competing-models": 45,
    "credentials": 14,
    "prohibited-or-sensitive-input": 28,
    "indemnity": 18,
    "region-availability": 19,
    "publicity-license": 19,
    "human-review": 23,
    "disclosure": 43,
    "automated-access": 14,
    "commercial-use": 45,
    "attribution": 19,
    "third-party-terms": 28,
}
"""The 488 clauses as they were gathered."""

ADDED = {
    "dashscope-token-plan/training": "training-use",
    "dashscope-token-plan/training-team": "training-use",
    "dashscope-token-plan/tools-only": "commercial-use",
    "dashscope-token-plan/tools-only-personal": "commercial-use",
    "dashscope-token-plan/credentials-personal": "credentials",
    "baidu-qianfan-coding-plan/tools-only": "commercial-use",
    "meta-model-api/region-list": "region-availability",
    "meta-model-api/no-human-claim": "disclosure",
    "meta-model-api/provenance": "disclosure",
    "meta-model-api/personal-data": "prohibited-or-sensitive-input",
    "meta-model-api/agent-actions": "human-review",
    "microsoft-copilot/automation": "automated-access",
    "microsoft-copilot/personal-use": "commercial-use",
    "microsoft-copilot/input-warranty": "input-warranty",
    "microsoft-copilot/output-uniqueness": "output-uniqueness",
    "perplexity-app/automation": "automated-access",
    "perplexity-app/commercial-use": "commercial-use",
    "perplexity-app/attribution": "attribution",
    "perplexity-app/disclosure": "disclosure",
    "perplexity-app/input-warranty": "input-warranty",
    "deepgram-api/training": "training-use",
    "fal-api/payloads": "retention",
}
"""Clauses that came from splitting services, from texts found later and from the documentation of two parameters."""

ENDPOINTS = """
    generativelanguage.googleapis.com *-aiplatform.googleapis.com ark.cn-beijing.volces.com/api/v3
    ark.cn-beijing.volces.com/api/coding ark.cn-beijing.volces.com/api/plan dashscope.aliyuncs.com
    dashscope-intl.aliyuncs.com coding.dashscope.aliyuncs.com open.bigmodel.cn/api/paas open.bigmodel.cn/api/coding
    api.z.ai/api/paas api.z.ai/api/coding api.z.ai/api/anthropic api.moonshot.ai/v1 api.moonshot.cn/v1 api.minimax.io
    api.minimaxi.com qianfan.baidubce.com spark-api-open.xf-yun.com spark-api.xf-yun.com api.stepfun.com
    tokenhub.tencentmaas.com tokenhub-intl.tencentcloudmaas.com api.hunyuan.cloud.tencent.com
    hunyuan.tencentcloudapi.com api.deepseek.com openrouter.ai/api router.huggingface.co api.openai.com localhost
    coding-intl.dashscope.aliyuncs.com token-plan.cn-beijing.maas.aliyuncs.com
    token-plan.ap-southeast-1.maas.aliyuncs.com
"""
"""The 33 endpoints that contracts are told apart by."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def test_clauses_by_topic(catalog: Catalog) -> None:
    assert sum(OF_TOPIC.values()) == 488
    assert Counter(clause.topic for clause in catalog.clauses.values()) == Counter(OF_TOPIC) + Counter(ADDED.values())
    assert set(ADDED) <= set(catalog.clauses)


def test_clauses_by_confidence(catalog: Catalog) -> None:
    assert Counter(clause.confidence for clause in catalog.clauses.values() if clause.id not in ADDED) == {
        "read": 449,
        "secondary": 37,
        "seed": 2,
    }


def test_documents(catalog: Catalog) -> None:
    added = {"no-document", "deepgram-your-data", "fal-payloads", "bailian-token-plan-personal", "qianfan-coding-plan"}
    added |= {"meta-model-api-aup", "meta-geographic-policy"}
    added |= {"microsoft-copilot-terms", "perplexity-terms"}
    assert added <= set(catalog.documents)
    assert len(catalog.documents) == 111 + len(added)


def test_providers_with_terms(catalog: Catalog) -> None:
    """36 of the 37 providers of the gathered terms have clauses; of Suno no text was found."""
    with_clauses = {service.provider for service in catalog.services.values() if service.clauses}
    assert len(with_clauses - {"deepgram"}) == 36
    assert catalog.services["suno"].unverified


def test_opt_outs(catalog: Catalog) -> None:
    """70 as gathered; Gemini's two forms are told apart, and Deepgram, fal and Token Plan are added."""
    assert sum(len(service.opt_outs) for service in catalog.services.values()) == 70 + 4


def test_endpoints(catalog: Catalog) -> None:
    wanted = set(ENDPOINTS.split())
    assert len(wanted) == 33
    assert wanted <= {endpoint.host + endpoint.path for service in catalog.services.values() for endpoint in service.endpoints}


def test_model_patterns(catalog: Catalog) -> None:
    assert Counter(model.effect for service in catalog.services.values() for model in service.models) == {
        "trains": 2,
        "free-upstream": 1,
        "licence": 4,
    }
