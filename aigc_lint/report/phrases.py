"""The fixed sentences of the reports, in both languages. What depends on a rule or clause stands in the catalogue."""

from __future__ import annotations

from msgspec import Struct

from aigc_lint.model.words import Language, Words


class Counted(Struct, frozen=True):
    """A counted noun: English bends it, Chinese gives it a measure word."""

    one: str
    many: str
    zh: str

    def get(self, language: Language, number: int) -> str:
        """Say the number and the noun."""
        return f"{number:,} {self.zh}" if language == "zh" else f"{number:,} {self.one if number == 1 else self.many}"


FILES = Counted("file", "files", "个文件")
USES = Counted("use of AI services", "uses of AI services", "处 AI 服务使用")
FINDINGS = Counted("finding", "findings", "项发现")
ERRORS = Counted("error", "errors", "项错误")
WARNINGS = Counted("warning", "warnings", "项警告")
NOTES = Counted("note", "notes", "项提示")
PROBLEMS = Counted("problem", "problems", "个问题")
RULES = Counted("rule", "rules", "条规则")

SEVERITY = {
    "error": Words("error", "错误"),
    "warning": Words("warning", "警告"),
    "note": Words("note", "提示"),
    "off": Words("off", "关闭"),
}

CONFIDENCE = {
    "read": Words("read at source", "已查阅原文"),
    "secondary": Words("known through a third party, not read at source", "经第三方转述，未查阅原文"),
    "seed": Words("from the founding analysis, not read at source", "据立项分析，未查阅原文"),
    "unverified": Words("not verified", "未经核实"),
}

STEP = {
    "client": Words("the client is made here", "客户端在此创建"),
    "derived": Words("the client is derived here", "客户端在此派生"),
    "setting": Words("this setting takes part", "此处的设置参与其中"),
    "factory": Words("this function returns the client", "此函数返回客户端"),
    "argument": Words("it is passed here", "在此传入"),
    "assignment": Words("it is assigned here", "在此赋值"),
    "wrapper": Words("it is wrapped here", "在此包装"),
    "import": Words("it is imported here", "在此导入"),
    "settings": Words("a settings file gives the value here", "设置文件在此给出取值"),
    "environment": Words("the environment is read here", "在此读取环境变量"),
    "endpoint": Words("the URL stands here", "URL 在此"),
}
STEP_OTHER = Words("it passes here", "经过此处")
CALL_HERE = Words("and called here", "并在此调用")
ALSO_HERE = Words("the same holds here", "此处亦然")
RESTS_ON = Words("It rests on {clauses}.", "依据：{clauses}。")
MADE_AT = Words("See where it comes from: {links}.", "来源：{links}。")

ASSUMED = {
    "sdk-default": Words(
        "no base URL is given, so the default of the SDK is assumed: {endpoint}",
        "未指定 base URL，按 SDK 的默认值推定：{endpoint}",
    ),
    "environment-default": Words(
        "the variable is taken to be unset, so its default in the code is assumed: {endpoint}",
        "假定环境变量未设置，按代码中的默认值推定：{endpoint}",
    ),
    "setting-default": Words(
        "the setting is taken to be absent, so its default is assumed: {endpoint}", "假定该设置缺失，按其默认值推定：{endpoint}"
    ),
    "parameter-default": Words(
        "nobody is seen to pass the parameter, so its default is assumed: {endpoint}",
        "未见传入该参数，按其默认值推定：{endpoint}",
    ),
    "settings-file": Words("{files} gives this address: {endpoint}", "按 {files} 中的取值认定：{endpoint}"),
    "protocol": Words(
        "the host is not known; the shape of the request is that of {service}", "主机未知；请求的形式为 {service} 所特有"
    ),
    "policy": Words("[endpoints] of the policy says that this is {service}", "策略文件的 [endpoints] 将其指定为 {service}"),
}

LABELS = {
    "what": Words("what", "情况"),
    "because": Words("because", "依据"),
    "asked": Words("asked by", "要求"),
    "assumes": Words("assumes", "推定"),
    "do": Words("do", "处理"),
    "also": Words("also at", "另见"),
}

SOME_PATHS = Words(" (on one path, not on all)", "（仅部分路径如此）")
CANNOT_TELL = Words(", cannot tell", "，无法确定")
NO_CLAUSE = Words("rests on the policy alone; no clause is needed", "仅依据策略文件，无需引用条款")
EFFECTIVE = Words("effective {date}", "{date} 生效")
CHECKED = Words("checked {date}", "{date} 核对")
MORE = Words("and {number} more", "另有 {number} 处")

CHECKED_FILES = Words(
    "Checked {files} ({parsed} of the project parsed), {uses}: ", "已检查 {files}（解析了项目中的 {parsed} 个），{uses}："
)
NOTHING = Words("no findings.", "没有发现违规。")
NOTHING_ELSEWHERE = Words("no findings in what was analysed.", "已分析的部分没有发现违规。")
NOTHING_CHECKED = Words("Nothing was checked: {files} could not be analysed.", "未作任何检查：{files}未能分析。")
NOT_ANALYSED = Words("Not analysed: {files}.", "未能分析：{files}。")
LEFT_OUT = Words("Not checked: {files}, as the policy or a setting is wrong.", "未检查：{files}，因策略文件或设置有误。")
IN_PART = Words("Analysed in part: {files}.", "仅部分分析：{files}。")
SET_ASIDE = Words("Set aside: {parts}.", "未计入：{parts}。")
SUPPRESSED = Words("{number} suppressed", "注释豁免 {number} 项")
WAIVED = Words("{number} waived", "策略豁免 {number} 项")
BASELINED = Words("{number} in the baseline", "基线 {number} 项")
NOT_ASKED = Words(
    "Not asked: {rules}, for want of a key in the policy.",
    "未适用：{rules}，因为策略文件中没有其所需的配置项。",
)
IN_CELL = Words(" (cell {cell}, line {line})", "（第 {cell} 个单元格，第 {line} 行）")
ORIGIN = Words("own catalogue {file}", "自有目录 {file}")
AS_OF = Words("As of {today}, catalogue {catalogue}, {policy}.", "日期 {today}，条款目录 {catalogue}，{policy}。")
POLICIES = Words("policy {paths}", "策略 {paths}")
NO_POLICY = Words("no policy file: only what the terms alone say", "没有策略文件：仅依据条款本身")
MORE_STEPS = Words("{number} more steps", "另有 {number} 步")

WHAT_TO_DO = Words("What to do.", "如何处理：")
CLAUSES = Words("Clauses that findings rest on:", "所依据的条款：")
EXCEPTION = Words(
    "An exception: `# aigc: ignore[{rule}] reason` on the statement, or a `[[waiver]]` in the policy.",
    "如需例外：在语句上写 `# aigc: ignore[{rule}] 理由`，或在策略文件中添加 `[[waiver]]`。",
)

IN_GENERAL = {
    "age": Words("too many", "若干"),
    "checked": Words("a day", "某日"),
    "clause": Words("the clause", "该条款"),
    "findings": Words("findings rest", "相关发现"),
    "accepted": Words("the accepted wrappers", "认可的包装"),
    "argument": Words("the argument", "相应参数"),
    "because": Words("not known before run time", "运行时才能确定的值"),
    "days": Words("so many", "若干"),
    "found": Words("something else", "其他值"),
    "guess": Words("the right name", "正确的名称"),
    "how": Words("in the way that the provider describes", "按提供方说明的方式"),
    "limit": Words("so many", "若干"),
    "maker": Words("the maker", "模型研发方"),
    "modality": Words("this kind of use", "该用途"),
    "model": Words("the model", "该模型"),
    "operation": Words("the operation", "该操作"),
    "origin": Words("env:NAME", "env:NAME"),
    "other": Words("another service", "另一服务"),
    "patterns": Words("the patterns of the policy", "策略文件中的匹配模式"),
    "provider": Words("the provider", "提供方"),
    "rule": Words("the rule", "该规则"),
    "rules": Words("the rules", "相应规则"),
    "service": Words("the service", "该服务"),
    "service_key": Words("...", "..."),
    "setting": Words("the setting", "相应设置"),
    "settles": Words("what is not known here", "此处未知的事项"),
    "until": Words("the date given", "所写日期"),
    "uses": Words("one or more", "一处或多处"),
    "value": Words("the required value", "要求的值"),
    "what": Words("what the call gives", "调用所给出的内容"),
}
"""What the placeholders of rules' sentences stand for, where a rule is explained without a call at hand."""
