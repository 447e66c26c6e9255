"""Who made a model, by its id: as vendors, gateways and local servers spell it."""

from __future__ import annotations

import pytest

from aigc_lint.catalog.load import load
from aigc_lint.linking.services import ServiceResolver

RESOLVER = ServiceResolver(load(), {})

MADE = """
    openai: gpt-4o gpt-35-turbo gpt-oss:20b openai/gpt-5 azure/gpt-4o o3-mini text-embedding-3-small whisper-1 davinci sora-2
    anthropic: claude-sonnet-4-5 anthropic/claude-3.5-sonnet us.anthropic.claude-3-5-sonnet-20241022-v2:0
    google: gemini-2.5-pro models/gemini-pro google/gemma-3-27b-it gemma3:4b text-embedding-005 fal-ai/veo3 fal-ai/imagen4/preview
    meta: llama-3.3-70b-versatile llama3.2:latest meta-llama/Llama-3-8b us.meta.llama3-2-90b-instruct-v1:0 codellama:7b
    mistral: mistral:7b mixtral:8x7b mistral.mistral-large-2402-v1:0 eu.mistral.pixtral-large-2502-v1:0 codestral-latest
    deepseek: deepseek-chat deepseek-ai/DeepSeek-V3 Pro/deepseek-ai/DeepSeek-R1 deepseek-r1:7b us.deepseek.r1-v1:0
        accounts/fireworks/models/deepseek-v3
    alibaba: qwen-max qwq:32b Qwen/Qwen3-8B text-embedding-v3 cosyvoice-v1 qwen.qwen3-32b-v1:0 FunAudioLLM/CosyVoice2-0.5B
    zhipu: glm-4.6 glm4:9b embedding-3 z-ai/glm-4.5 THUDM/glm-4-9b-chat cogview-3
    moonshot: kimi-k2 moonshot-v1-8k moonshotai/kimi-k2
    tencent: hunyuan-turbos-latest tencent/hunyuan-video
    bytedance: doubao-seed-1-6 bytedance/seedream-4 skylark-chat
    baidu: ernie-4.5-turbo baidu/ernie-4.5
    minimax: abab6.5-chat MiniMax-M2 speech-02-hd fal-ai/minimax/video-01 minimax/video-01
    stepfun: step-1-8k
    iflytek: generalv3.5 SparkDesk-v3.5
    aws: amazon.nova-pro-v1:0 us.amazon.nova-lite-v1:0 nova-2-lite-v1 amazon/nova-lite-v1
    deepgram: nova-3 nova-2-general aura-asteria-en flux-general-en
    black-forest-labs: flux-pro-1.1 black-forest-labs/flux-schnell fal-ai/flux/dev
    cohere: command-r rerank-v3.5 rerank-english-v3.0 cohere.command-r-v1:0
    voyage: voyage-3.5 rerank-2 rerank-2.5-lite
    azure: phi4:14b Phi-3-mini microsoft/phi-4
    watsonx: granite3.3:8b ibm/granite-13b
    luma: luma.ray-v2:0 luma/ray ray-2 fal-ai/luma-dream-machine
    writer: us.writer.palmyra-x5-v1:0 palmyra-x4
    pika: fal-ai/pika/v2.2/text-to-video pika/pika-2.2 pika-2.0
    midjourney: midjourney mj_imagine niji-6
    suno: chirp-v4 suno_music
    stability: stability-ai/sdxl stable-diffusion-3.5 stability.stable-image-ultra-v1:0
    runway: gen4_turbo runwayml/gen4-image fal-ai/runway-gen3/turbo
    kuaishou: kling-v1 kwaivgi/kling-v2.1 fal-ai/kling-video/v2/master Kwai-Kolors/Kolors
    xai: grok-4 x-ai/grok-code-fast-1
    perplexity: sonar sonar-pro perplexity/sonar
    tbox: Ling-1T Ring-1T inclusionAI/Ling-lite
    nvidia: nvidia/llama-3.1-nemotron-70b-instruct
"""


def pairs() -> list[tuple[str, str]]:
    """Model id and maker, one each."""
    found, maker = [], ""
    for word in MADE.split():
        if word.endswith(":"):
            maker = word[:-1]
        else:
            found.append((word, maker))
    return found


@pytest.mark.parametrize(("model", "maker"), pairs())
def test_the_maker(model: str, maker: str) -> None:
    assert RESOLVER.maker(model) == maker


@pytest.mark.parametrize(
    "model",
    ["gpt-neo-2.7B", "EleutherAI/gpt-j-6b", "BAAI/bge-m3", "my-deployment", "custom", "tinyllama", "SparkAudio/Spark-TTS-0.5B"],
)
def test_whose_model_it_is_is_not_guessed(model: str) -> None:
    assert RESOLVER.maker(model) is None


def test_patterns_of_two_makers_are_not_the_same() -> None:
    patterns = [pattern for provider in load().providers.values() for pattern in {one.lower() for one in provider.makes}]
    assert len(patterns) == len(set(patterns))
