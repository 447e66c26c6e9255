"""The fixed words of the pages of ``explain``, in both languages."""

from __future__ import annotations

from aigc_lint.model.words import Words

AUDIENCES = {
    "api": Words("an API for developers", "面向开发者的 API"),
    "consumer": Words("a product for people, not for programs", "面向个人用户的产品，并非供程序调用"),
    "plan": Words("a subscription plan with terms of its own", "另有专门条款的订阅套餐"),
    "weights": Words("a licence of model weights", "模型权重许可"),
    "self-hosted": Words("software that one runs oneself", "自行部署的软件"),
    "router": Words("a router that hands requests to other providers", "将请求转交其他提供方的路由服务"),
    "none": Words("no contract", "无协议"),
}
MECHANISMS = {
    "none-needed": Words("nothing has to be done", "无需任何操作"),
    "none-offered": Words("no way out is offered", "未提供退出方式"),
    "parameter": Words("a parameter of the request", "请求参数"),
    "header": Words("a header of the request", "请求头"),
    "endpoint": Words("another endpoint", "改用其他端点"),
    "plan": Words("another plan", "改用其他套餐"),
    "account-setting": Words("a setting of the account", "账户设置"),
    "contract": Words("a separately signed contract", "另行签署的协议"),
    "email": Words("an e-mail to the provider", "向提供方发送邮件"),
    "contact": Words("a letter or call to the provider", "联系提供方"),
    "product-switch": Words("a switch in the product", "产品内开关"),
    "model-choice": Words("the choice of the model", "选择模型"),
}
REFUSED = {
    "training": Words("of training", "训练"),
    "retention": Words("of retention", "数据保留"),
    "distillation": Words("of distillation", "蒸馏"),
    "publicity": Words("of publicity", "宣传使用"),
    "region": Words("of a region", "处理地域"),
    "optimisation": Words("of optimisation", "服务优化"),
    "upstream": Words("of upstream providers", "上游提供方"),
}

WHY = Words("Why", "为何")
DO = Words("What to do", "如何处理")
SEVERITY = Words("Severity", "级别")
RAISED = Words("{severity} where the policy has [{section}]", "策略文件含 [{section}] 时为{severity}")
NEEDS = Words("It stays silent unless the policy has {key}.", "仅当策略文件含有 {key} 时才适用。")
MAY_REST_ON = Words("Clauses that it may rest on", "可能依据的条款")
POLICY_ONLY = Words("It rests on the policy alone; no clause is needed.", "仅依据策略文件，无需引用条款。")
ANY_CLAUSE = Words("Any clause that another finding rests on.", "其他发现所依据的任何条款。")
EXAMPLES = Words("Examples", "示例")
FLAGGED = Words("This is flagged:", "会被指出：")
CLEAN = Words("This is not:", "不会被指出：")
EXCEPTION = Words("How to get an exception", "如何获得例外")
INLINE = Words(
    "For one statement: # aigc: ignore[{rule}] reason (or ignore[{rule}, until=2027-01-31] reason) on any of its lines. Without a"
    " reason it does not count.",
    "对单条语句：在其任一行写 # aigc: ignore[{rule}] 理由（或 ignore[{rule}, until=2027-01-31] 理由）。未写理由的不生效。",
)
WAIVER = Words(
    "For a path or a service: a [[waiver]] in the policy with rule, reason, approved_by and expires.",
    "对某一路径或服务：在策略文件中添加 [[waiver]]，写明 rule、reason、approved_by 与 expires。",
)
NO_EXCEPTION = Words(
    "There is none: this rule watches over exceptions and omissions themselves.", "不设例外：该规则正是用来监督例外与遗漏的。"
)

PROVIDER = Words("provider", "提供方")
CONTRACT = Words("contract", "协议")
ENTITY = Words("party", "签约方所在地")
REGION = Words("processed in", "处理地")
OFFERED = Words("offered in", "提供地区")
ENDPOINTS = Words("endpoints", "端点")
KEYS = Words("keys begin", "密钥前缀")
BARRED = Words("Driving it by program is barred (AIG105).", "禁止以程序方式调用（AIG105）。")
DEFAULT = Words("This is the provider's ordinary API service.", "这是该提供方的常规 API 服务。")
TRAINING = Words("Use for training", "用于模型训练")
WAY_OUT = Words("Way out", "退出方式")
WAYS_OUT = Words("Other ways out", "其他退出方式")
IN_CODE = Words("Set {setting} to {value}.", "将 {setting} 设为 {value}。")
ANY_VALUE = Words("any value", "任意值")
OUT_OF_CODE = Words("Code cannot show it: attest it in the policy.", "代码中无法体现：请在策略文件中声明。")
WITHOUT = Words("Otherwise: {default}", "否则：{default}")
MOVES = Words("(leads to another contract: {service})", "（属于另一份协议：{service}）")
RETENTION = Words("Retention", "数据保留")
OTHER_CLAUSES = Words("Other clauses", "其他条款")
NO_CLAUSES = Words("No clause of this contract has been read.", "尚未查阅该协议的任何条款。")

TOPIC = Words("topic", "主题")
STANCE = Words("stance", "立场")
SERVICE = Words("service", "服务")
STANDS_IN = Words("stands in", "出处")
KNOWN = Words("known how", "依据程度")
ORIGIN = Words("taken from", "来源")
SUPERSEDED = Words("It has been superseded by {clause} and triggers no finding.", "已被 {clause} 取代，不再触发任何发现。")
ONLY_INFORMS = Words(
    "It informs; unless the policy trusts it ([terms] trust) it makes no error.",
    "仅供参考；除非策略文件信任（[terms] trust），不产生错误。",
)
HOLDS = Words("holds for", "适用于")
UNDATED = Words("without a stated date", "未载明日期")
ARCHIVED = Words("unchanged in the archive until {date}", "存档显示至 {date} 未变更")
USED_BY = Words("Rules that may rest on it", "可能依据它的规则")

NOTE = Words("note", "备注（英文）")
EVIDENCE = Words("evidence", "佐证（英文）")
ASKED_FOR = Words("asks for", "要求标明")
DAYS = Words("days", "天数")
THRESHOLD = Words("threshold", "门槛")
REVENUE = Words("{number} USD of yearly revenue", "年收入 {number} 美元")
USERS = Words("{number} users", "{number} 名用户")
SINCE_SEED = Words("new or changed since {period}", "自 {period} 以来新增或变更")
HISTORY = Words("history", "沿革")
EFFECTIVE_FROM = Words("effective", "生效")
WHY_UNDATED = Words("undated", "未载明日期")
CHECKED_ON = Words("checked", "核对")
CHECKED_KINDS = {
    "crawl-date": Words("the day on which an archive recorded this text", "存档记录该文本之日"),
    "stated-date": Words("the date printed in the text", "文本所载日期"),
    "stored-copy-undated": Words("a stored copy was read on that day", "当日查阅了存档副本"),
    "archive-date": Words("the day on which a public archive captured the page", "公开存档抓取页面之日"),
    "third-party-read-date": Words("the day on which a third party read it", "第三方查阅之日"),
    "seed-period": Words("the period of the founding analysis", "立项分析所在时期"),
}
DOCUMENT = Words("document", "文本标识")
ARCHIVE = Words("archived as", "存档位置")
CONCERNS = Words("services", "服务")
RESTING = Words("Clauses that stand in it", "出自该文本的条款")

SERVICES = Words("Services (contracts)", "服务（协议）")
DOCUMENTS = Words("Documents", "文本")
HOMEPAGE = Words("homepage", "主页")
ALIASES = Words("also called", "别称")
MAKES = Words("makes models", "自研模型")

NOT = Words("not {value}", "{value} 除外")
SINCE = Words("from {date} on", "自 {date} 起")
PLANS = Words("plan: {values}", "套餐：{values}")
REGIONS = Words("region: {values}", "地区：{values}")
MODELS = Words("model: {values}", "模型：{values}")
MODALITIES = Words("kind of use: {values}", "用途：{values}")
OPERATIONS = Words("operation: {values}", "操作：{values}")
CUSTOMERS = Words("customer: {values}", "客户：{values}")

FORCE = Words("force", "效力")
BINDING = Words("binding", "具有约束力")
VOLUNTARY = Words(
    "guidance that nobody has to follow; it helps to show compliance", "自愿遵循的指引，并非义务；遵守有助于说明合规"
)
JURISDICTION = Words("law of", "法域")
OFFERED_TO = Words("offered to", "面向")
OFFERS = {
    "public": Words("the public", "公众"),
    "business": Words("businesses", "企业"),
    "internal": Words("one's own staff", "内部人员"),
}
URL_KINDS = {
    "official": Words("(the official address)", "（官方地址）"),
    "copy": Words("(a copy, not the official address)", "（副本，非官方地址）"),
    "press": Words("(a report in the press, not the text)", "（新闻报道，并非文本）"),
}
DATES = Words("dates", "日期")
AMENDED = Words("amended {date}", "{date} 修正")
SCOPE = Words("Whom it binds", "适用范围")
STATUS = Words("How it stands", "现行状况")
PENALTY = Words("Penalties", "罚则")
DUTIES = Words("Duties", "义务")
MEASURES = Words("Measures (voluntary)", "措施（自愿）")
WATCH = Words("Not in force or not read; not to be cited as law", "尚未生效或未查阅，不得作为法律引用")
EXPECTED = Words("from {date}", "自 {date} 起")
MORE_ON = Words('More on one of them: aigc-lint explain "{duty}"', '查看其中一项：aigc-lint explain "{duty}"')
ASKS = Words("asks for", "要求")
BINDS = Words("binds", "义务主体")
ADDRESSED = Words("addressed to", "适用主体")
ABOUT = Words("is about", "对象")
CONDITION = Words("condition", "条件")
UNLESS = Words("exceptions", "例外")
UNTIL = Words("in this wording until {date}", "现行表述至 {date} 止")
GRACE = Words("until {until} for systems on the market before {before}", "{before} 前已投放市场的系统可延至 {until}")
FIGURE = Words("figure", "数值")
TOGETHER = Words("as one with", "合并引用")
REMARK = Words("remark", "说明")
SHOWS = Words("What code can show", "代码可体现的内容")
LINTS = {
    "code": Words("Code shows whether it is kept.", "代码可体现是否遵守。"),
    "hint": Words("Code shows reason to ask, no breach.", "代码只能提示，无法认定违反。"),
    "process": Words("It lies outside code.", "不在代码范围之内。"),
}
FORM = Words("What the label looks like", "标识的形式")
WORDS = Words("words", "文字要素")
AND = Words(" and ", "，以及 ")
MARK = Words("mark", "标记")
POSITIONS = Words("place", "位置")
TELLS = Words("it tells", "须载明")
KEY = Words("field name", "字段名含")
MEMBERS = Words("members", "成员")
VALUES = Words("values", "取值")
CARRIERS = Words("in files", "文件中的位置")
