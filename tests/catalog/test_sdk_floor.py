"""No SDK file may lose names or chains."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.load import load

SDKS = load().sdks

# Distribution -> (client names, chains) as taken from the SDKs' sources. More may come.
FLOOR = {
    "ag2": (1, 3), "ai21": (2, 9), "aiohttp": (2, 6), "aisuite": (2, 3), "anthropic": (20, 31), "assemblyai": (1, 8),
    "autogen-ext": (5, 2), "azure-cognitiveservices-speech": (4, 14), "baidu-aip": (9, 2), "boto3": (7, 23),
    "braintrust": (3, 0), "cerebras-cloud-sdk": (4, 2), "cohere": (8, 20), "crewai": (3, 10), "dashscope": (11, 100),
    "deepagents": (2, 0), "deepgram-sdk": (2, 10), "deepseek-sdk": (1, 4), "deepseek": (1, 2), "dspy": (26, 7),
    "edge-tts": (1, 4), "elevenlabs": (4, 45), "erniebot": (1, 12), "fal-client": (3, 18), "fireworks-ai": (6, 20),
    "google-cloud-aiplatform": (19, 20), "google-cloud-speech": (4, 4), "google-cloud-texttospeech": (3, 2),
    "google-genai": (5, 56), "google-generativeai": (4, 13), "groq": (4, 7), "haystack-ai": (11, 2), "http": (2, 1),
    "httpx": (3, 8), "huggingface-hub": (2, 29), "instructor": (25, 10), "langchain-ai21": (2, 0),
    "langchain-anthropic": (2, 0), "langchain-aws": (5, 0), "langchain-cerebras": (1, 0), "langchain-cohere": (2, 0),
    "langchain-community": (89, 0), "langchain-core": (10, 27), "langchain-deepseek": (1, 0), "langchain-fireworks": (3, 0),
    "langchain-gigachat": (4, 0), "langchain-google-genai": (3, 0), "langchain-google-vertexai": (4, 0),
    "langchain-groq": (1, 0), "langchain-huggingface": (3, 0), "langchain-ibm": (3, 0), "langchain-litellm": (3, 0),
    "langchain-mistralai": (2, 0), "langchain-netmind": (2, 0), "langchain-nomic": (2, 0),
    "langchain-nvidia-ai-endpoints": (2, 0), "langchain-ollama": (3, 0), "langchain-openai": (6, 0),
    "langchain-openrouter": (1, 0), "langchain-perplexity": (1, 0), "langchain-qwq": (2, 0), "langchain-sambanova": (3, 0),
    "langchain-together": (3, 0), "langchain-upstage": (2, 0), "langchain-voyageai": (1, 0), "langchain-xai": (1, 0),
    "langchain": (49, 11), "langfuse": (11, 10), "langgraph": (4, 0), "langsmith": (3, 0), "litellm": (3, 47),
    "llama-index-core": (2, 18), "llama-index-llms-anthropic": (1, 0), "llama-index-llms-azure-openai": (1, 0),
    "llama-index-llms-bedrock-converse": (1, 0), "llama-index-llms-dashscope": (1, 0), "llama-index-llms-deepseek": (1, 0),
    "llama-index-llms-gemini": (1, 0), "llama-index-llms-google-genai": (1, 0), "llama-index-llms-groq": (1, 0),
    "llama-index-llms-litellm": (1, 0), "llama-index-llms-mistralai": (1, 0), "llama-index-llms-ollama": (1, 0),
    "llama-index-llms-openai-like": (1, 0), "llama-index-llms-openai": (2, 0), "llama-index-llms-openrouter": (1, 0),
    "llama-index-llms-zhipuai": (1, 0), "lumaai": (4, 8), "midjourney-py": (1, 4), "midjourney-sdk-py": (1, 5),
    "mistralai": (4, 73), "ollama": (3, 7), "openai-agents": (12, 8), "openai": (12, 120), "openrouter": (1, 30),
    "perplexityai": (4, 10), "pyautogen": (3, 9), "pydantic-ai-slim": (19, 19), "qianfan": (10, 6), "qwen-agent": (2, 6),
    "replicate": (3, 14), "requests": (3, 6), "runwayml": (4, 32), "semantic-kernel": (10, 8), "smolagents": (12, 4),
    "spark-ai-python": (2, 20), "stability-sdk": (2, 7), "tencentcloud-sdk-python-hunyuan": (2, 16),
    "tencentcloud-sdk-python": (3, 5), "together": (5, 22), "twelvelabs": (2, 10), "urllib": (1, 1), "urllib3": (3, 1),
    "volcengine-ark-runtime": (2, 17), "voyageai": (2, 4), "websocket-client": (2, 3), "websockets": (0, 5), "xai-sdk": (4, 25),
    "zai-sdk": (2, 22), "zeroentropy": (4, 2), "zhipuai": (2, 22),
}


@pytest.mark.parametrize("distribution", FLOOR)
def test_no_file_shrinks(distribution: str) -> None:
    sdk = SDKS[distribution]
    names = {name for client in sdk.clients.values() for name in client.names}
    chains = {chain for operation in sdk.operations for chain in operation.chains}
    floor = FLOOR[distribution]
    assert len(names) >= floor[0]
    assert len(chains) >= floor[1]


def test_the_whole_does_not_shrink() -> None:
    assert sum(names for names, _ in FLOOR.values()) >= 442
    assert set(FLOOR) <= set(SDKS)
