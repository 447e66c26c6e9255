"""One hand-made outcome with a small catalogue, on which every report is tested."""

from __future__ import annotations

import datetime
import json

from aigc_lint.catalog.entries.catalog import Catalog
from aigc_lint.catalog.entries.protocols import Protocols
from aigc_lint.catalog.entries.providers import Clause, Condition, Document, Endpoint, OptOut, Provider, Service
from aigc_lint.catalog.entries.regulations import Duty, Form, Grace, Regulation, Watch
from aigc_lint.catalog.entries.rules import ClauseQuery, Message, Rule
from aigc_lint.catalog.entries.vocabulary import Addressee, Content, Topic, Vocabulary
from aigc_lint.model.findings import Counts, Finding, Outcome, PolicyReference, Problem, Severity
from aigc_lint.model.spans import CellSpot, Place, Span
from aigc_lint.model.uses import Candidate, Step, Use
from aigc_lint.model.values import Known, Unknown
from aigc_lint.model.words import Words

DAY = datetime.date
KEY = "sk-proj-" + "Zx81Qm47Lp02Wn56Tr93"
QUERY_KEY = "AIza" + "SyD3-planted9key8of7this6test5x"

# --- sources ----------------------------------------------------------------------------------------------------------

CHAT = f"""import os
from openai import OpenAI

router = OpenAI(base_url="https://openrouter.ai/api/v1", api_key="{KEY}")


def ask(question):
    answer = router.chat.completions.create(model="a/b", messages=question)
    return answer


def later(text):  # aigc: ignore[AIG301]
    url = os.environ["LLM_URL"]
    return OpenAI(base_url=url).responses.create(model="gpt-5", input=text)
"""
CLIENTS = """from openai import OpenAI


def make():
    return OpenAI()
"""
# Wide characters, a tab and a long tail stand around the call.
WIDE = f"""from .clients import make
标签 = "模型😀";\tmake().chat.completions.create(model="gpt-5", messages=["{"很长的内容" * 30}"])
"""
LAB_LINE = 'text = "说"; openai.OpenAI().chat.completions.create(model="x")\n'
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Lab\n"]},
            {"cell_type": "code", "source": ["import openai\n", LAB_LINE]},
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    },
    indent=1,
    ensure_ascii=False,
)
SOURCES = {
    "app/chat.py": CHAT,
    "app/clients.py": CLIENTS,
    "app/模型 调用.py": WIDE,
    "lab/notes.ipynb": NOTEBOOK,
    "app/broken.py": "def broken(:\n    pass\n",
}

# --- catalogue --------------------------------------------------------------------------------------------------------


def _rule(code: str, name: str, title: Words, message: Message, *, severity: Severity = "error", topic: str = "") -> Rule:
    return Rule(
        check="sample",
        severity=severity,
        title=title,
        why=Words(f"Why {name} matters.", f"{name} 的理由。"),
        messages={"default": message},
        clauses=(ClauseQuery(topic=topic, stances=("opt-out",)),) if topic else (),
        code=code,
        name=name,
        examples={"flagged": "ask()\n", "clean": "rest()\n"},
        needs=None if topic else "providers",
    )


RULES = (
    _rule(
        "AIG101",
        "provider-not-allowed",
        Words("Provider not allowed", "提供方未获准使用"),
        Message(
            says=Words("{service} is not allowed by the policy.", "策略文件未准许使用 {service}。"),
            do=Words("Use an allowed service.", "请改用获准的服务。"),
        ),
    ),
    _rule(
        "AIG103",
        "endpoint-unknown",
        Words("Endpoint unknown", "端点无法确定"),
        Message(
            says=Words("The service can't be determined: the endpoint is {origin}.", "无法确定所用服务：端点来自 {origin}。"),
            do=Words(
                'Say in the policy what it stands for: [endpoints] "{origin}".', "请在策略文件的 [endpoints] 中指明 {origin}。"
            ),
        ),
        severity="warning",
    ),
    _rule(
        "AIG202",
        "training-opt-out-missing",
        Words("Training opt-out missing", "未设置训练退出"),
        Message(
            says=Words(
                "{service} trains on content unless {setting} is {value}.",
                "除非将 {setting} 设为 {value}，{service} 会以内容训练。",
            ),
            do=Words("Set {setting} to {value} on the call.", "请在调用处将 {setting} 设为 {value}。"),
        ),
        topic="training-use",
    ),
    _rule(
        "AIG403",
        "credential-in-code",
        Words("Credential in code", "代码中存在密钥"),
        Message(says=Words("A key stands in the code.", "代码中写有密钥。"), do=Words("Revoke it.", "请吊销。")),
    ),
    _rule(
        "AIG905",
        "suppression-without-reason",
        Words("Suppression without a reason", "豁免注释未写明理由"),
        Message(says=Words("This comment gives no reason.", "该注释未写明理由。"), do=Words("Give the reason.", "请写明理由。")),
        severity="warning",
    ),
    _rule(
        "AIG906",
        "file-not-analysed",
        Words("File not analysed", "文件未能分析"),
        Message(says=Words("The file could not be analysed.", "该文件未能分析。"), do=Words("Mend the file.", "请修正该文件。")),
    ),
)

DOCUMENT = Document(
    id="routing",
    provider="openrouter",
    title="Provider routing",
    url="https://openrouter.example/docs/routing#data",
    checked=DAY(2026, 11, 22),
    effective=DAY(2026, 5, 6),
)
HEARSAY = Document(
    id="hearsay",
    provider="openrouter",
    title="A note on [logging]",
    url="https://notes.example/logging",
    checked=DAY(2026, 8, 1),
    undated="the page carries no date",
)
CLAUSES = (
    Clause(
        id="openrouter-api/data-collection",
        document="routing",
        section="4.2(3)",
        topic="training-use",
        stance="opt-out",
        summary=Words(
            'Requests may go to providers that train unless data_collection is "deny".',
            "除非将 data_collection 设为 deny，请求可能被转交会用于训练的上游。",
        ),
        confidence="read",
        service="openrouter-api",
    ),
    Clause(
        id="openrouter-api/logging",
        document="hearsay",
        section="Logging",
        topic="training-use",
        stance="opt-in",
        summary=Words("Logs are used where the customer agrees.", "经客户同意方使用日志。"),
        confidence="secondary",
        service="openrouter-api",
        when=Condition(plan=("paid",), region=("!EEA",)),
    ),
)
ROUTER = Service(
    id="openrouter-api",
    provider="openrouter",
    name=Words("OpenRouter", "OpenRouter 平台"),
    audience="router",
    default=True,
    endpoints=(Endpoint(host="openrouter.ai", path="/api", region="US"),),
    clauses=CLAUSES,
    opt_outs=(
        OptOut(
            of="training",
            by="parameter",
            in_code=True,
            how=Words("Send the field.", "发送该字段。"),
            confidence="read",
            clause="data-collection",
            setting="extra_body.provider.data_collection",
            value="deny",
        ),
    ),
)
OPENAI = Service(id="openai-api", provider="openai", name=Words("OpenAI API", "OpenAI API"), audience="api", default=True)
TRAINING = Topic(name=Words("Use for training", "用于训练"), stances={"opt-out": Words("By default.", "默认。")})
LABEL = Duty(
    id="xx-label-act/3(1)",
    regulation="xx-label-act",
    article=Words("article 3(1)", "第三条第一款"),
    what="explicit-label",
    addressees=("provider",),
    contents=("text",),
    summary=Words("Text says that a machine wrote it.", "文本须标明由机器撰写。"),
    condition=Words("It is shown to the public.", "向公众展示。"),
    exceptions=Words("Letters between friends.", "朋友间的书信。"),
    applies_from=DAY(2026, 8, 2),
    until=DAY(2028, 12, 31),
    grace=Grace(on_market_before=DAY(2026, 8, 2), until=DAY(2026, 12, 2)),
    numbers={"seconds": 2_000},
    form=Form(
        words=(("AI", "robot"), ("made",)),
        mark="AI",
        positions=("start", "end"),
        fields=("time",),
        key="AIGC",
        members=("Label", "Time"),
        values={"Label": ("1", "2")},
        carriers=("XMP", "ID3"),
    ),
    same_as=("xx-label-act/3(2)",),
    confidence="secondary",
    lint="code",
    shows=Words("Text on a page with no label near.", "页面上的文本附近没有标识。"),
    note=Words("Half of it was seen.", "仅见一半。"),
)
CLAIM = Duty(
    id="xx-label-act/3(2)",
    regulation="xx-label-act",
    article=Words("article 3(2)", "第三条第二款"),
    what="explicit-label",
    addressees=("provider", "user"),
    contents=("text",),
    summary=Words("Users keep the label.", "使用者须保留标识。"),
    applies_from=DAY(2026, 8, 2),
    confidence="read",
    lint="process",
    shows=Words("Nothing.", "无从体现。"),
)
ACT = Regulation(
    id="xx-label-act",
    name=Words("Label Act", "标识法"),
    title=Words("Act on Labels", "标识法（2026）"),
    jurisdiction="US-CA",
    url="https://law.example/labels",
    url_kind="copy",
    effective=DAY(2026, 8, 2),
    amended=DAY(2026, 9, 30),
    checked=DAY(2026, 11, 22),
    confidence="read",
    evidence="a copy",
    offered_to=("public", "business"),
    scope=Words("Who makes text by machine.", "以机器撰写文本者。"),
    penalty=Words("A fine.", "罚款。"),
    duties=(LABEL, CLAIM),
    watch=(Watch(id="xx-bill", since=DAY(2027, 1, 1), says=Words("A bill; not read.", "法案；未查阅。")),),
)
CATALOG = Catalog(
    version="2026.11.22",
    providers={
        "openai": Provider(id="openai", name=Words("OpenAI", "OpenAI"), entity="US", services={"openai-api": OPENAI}),
        "openrouter": Provider(
            id="openrouter",
            name=Words("OpenRouter", "OpenRouter"),
            entity="US",
            services={"openrouter-api": ROUTER},
            documents={"routing": DOCUMENT, "hearsay": HEARSAY},
        ),
    },
    sdks={},
    protocols=Protocols(paths=()),
    wrappers={},
    rules={rule.code: rule for rule in RULES},
    services={"openai-api": OPENAI, "openrouter-api": ROUTER},
    clauses={clause.id: clause for clause in CLAUSES},
    documents={"routing": DOCUMENT, "hearsay": HEARSAY},
    aliases={"gateway": "openrouter"},
    regulations={ACT.id: ACT},
    duties={duty.id: duty for duty in ACT.duties},
    vocabulary=Vocabulary(
        topics={"training-use": TRAINING},
        plans={"paid": Words("paid use", "付费使用")},
        addressees={"provider": Addressee(name=Words("provider", "提供者")), "user": Addressee(name=Words("user", "使用者"))},
        contents={"text": Content(name=Words("text", "文本"))},
        duties={"explicit-label": Words("a label that people perceive", "显式标识")},
        numbers={"seconds": Words("seconds on screen", "显示秒数")},
        positions={"start": Words("at the start", "起始"), "end": Words("at the end", "末尾")},
        fields={"time": Words("date and time", "日期时间")},
    ),
)

# --- uses -------------------------------------------------------------------------------------------------------------


def spot(path: str, line: int, piece: str, *, cell: CellSpot | None = None) -> Place:
    """Find a piece of code on a line of a source, so that no column has to be counted by hand."""
    text = SOURCES[path] if cell is None else "".join(json.loads(NOTEBOOK)["cells"][cell.index]["source"])
    start = text.split("\n")[(cell.line if cell else line) - 1].index(piece)
    return Place(path, Span(line, start, line, start + len(piece)), cell)


def _cell() -> CellSpot:
    """Point at the call in the notebook as reading does: the text's start in the JSON plus the column in the code."""
    escaped = json.dumps(LAB_LINE, ensure_ascii=False)[1:-1]
    lines = NOTEBOOK.split("\n")
    number = next(number for number, text in enumerate(lines, 1) if escaped in text)
    return CellSpot(1, 2, 2, number, lines[number - 1].index(escaped) + 1 + LAB_LINE.index("openai"))


def _use(place: Place, function: str, *candidates: Candidate, model: str, via: tuple[Step, ...] = ()) -> Use:
    return Use(
        kind="call",
        place=place,
        callee=place.span,
        statement=place.span,
        sdk="openai",
        operation="openai.OpenAI.chat.completions.create",
        modality="chat",
        function=function,
        candidates=candidates,
        unresolved=() if candidates else (Unknown("environment", "env:LLM_URL"),),
        models=(Known(model),),
        via=via,
    )


ROUTED = Candidate("openrouter-api", "openrouter", f"https://openrouter.ai/api/v1?key={QUERY_KEY}", "US")
DEFAULT = Candidate("openai-api", "openai", "https://api.openai.com/v1", "US", assumed="sdk-default")
CONSTRUCTION = f'OpenAI(base_url="https://openrouter.ai/api/v1", api_key="{KEY}")'
MADE = Step(spot("app/chat.py", 4, CONSTRUCTION), "client", "openai.OpenAI")
MADE_ELSEWHERE = Step(spot("app/clients.py", 5, "OpenAI()"), "client", "openai.OpenAI")

ASK = _use(spot("app/chat.py", 8, "router.chat.completions.create"), "app.chat.ask", ROUTED, model="a/b", via=(MADE,))
LATER = _use(spot("app/chat.py", 14, "OpenAI(base_url=url).responses.create"), "app.chat.later", model="gpt-5")
WIDE_CALL = _use(
    spot("app/模型 调用.py", 2, "make().chat.completions.create"), "app.模型 调用", DEFAULT, model="gpt-5", via=(MADE_ELSEWHERE,)
)
LAB = _use(spot("lab/notes.ipynb", 2, "openai.OpenAI().chat.completions.create", cell=_cell()), "notes", DEFAULT, model="x")
EITHER = Use(
    kind="client",
    place=MADE_ELSEWHERE.place,
    callee=Span(5, 11, 5, 17),
    statement=Span(5, 4, 5, 19),
    sdk="openai",
    operation="openai.OpenAI",
    modality="chat",
    function="app.clients.make",
    candidates=(ROUTED, Candidate("openai-api", "openai", "https://api.openai.com/v1", "US", models=("gpt-5",))),
)
USES = (ASK, LATER, EITHER, WIDE_CALL, LAB)

# --- findings ---------------------------------------------------------------------------------------------------------


def finding(code: str, place: Place, use: Use | None, **more: object) -> Finding:
    """Make a finding of a rule with what most of them have."""
    rule = CATALOG.rules[code]
    found: dict[str, object] = {
        "severity": rule.severity,
        "variant": "default",
        "facts": (),
        "via": use.via if use else (),
        "key": f"{code}:{place.path}:{use.function if use else ''}:0",
    }
    return Finding(rule=code, name=rule.name, place=place, subject=use, **(found | more))  # type: ignore[arg-type]


_FACTS = (("setting", "extra_body.provider.data_collection"), ("value", '"deny"'))
FINDINGS = (
    finding("AIG403", spot("app/chat.py", 4, f'api_key="{KEY}"'), ASK),
    finding(
        "AIG202",
        ASK.place,
        ASK,
        facts=_FACTS,
        clauses=("openrouter-api/data-collection", "openrouter-api/logging"),
        policy=PolicyReference("aigc-policy.toml", 31, "training.stances"),
    ),
    finding("AIG905", spot("app/chat.py", 12, "# aigc: ignore[AIG301]"), None),
    finding("AIG103", LATER.place, LATER, facts=(("origin", "env:LLM_URL"),), others=(EITHER.place,)),
    finding("AIG101", EITHER.place, EITHER, set_aside="suppressed", reason="moved in the first quarter"),
    finding(
        "AIG101",
        WIDE_CALL.place,
        WIDE_CALL,
        paths="some",
        confidence="medium",
        policy=PolicyReference("aigc-policy.toml", 12, "providers.allow"),
    ),
    finding("AIG202", LAB.place, LAB, facts=_FACTS, severity="note", doubt=True, clauses=("openrouter-api/logging",)),
)
PROBLEMS = (
    Problem(
        code="AIG906",
        path="app/broken.py",
        line=1,
        column=12,
        message=Words(
            "not analysed: it is no valid Python: unexpected colon", "未能分析：不是有效的 Python 代码：unexpected colon"
        ),
        hint=Words("mend it, or exclude it", "请修正，或将其排除"),
    ),
)
OUTCOME = Outcome(
    findings=FINDINGS,
    problems=PROBLEMS,
    uses=USES,
    counts=Counts(files=5, parsed=4, not_analysed=1, uses=5, suppressed=1, not_asked=2),
    today=DAY(2026, 11, 25),
    catalogue="2026.11.22",
    base="/work/project",
    policies=("aigc-policy.toml",),
)
EMPTY = Outcome(
    findings=(),
    problems=(),
    uses=(),
    counts=Counts(files=1),
    today=DAY(2026, 11, 25),
    catalogue="2026.11.22",
    base="/work/project",
)
