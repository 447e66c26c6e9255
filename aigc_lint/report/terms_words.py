"""The fixed words of ``terms list``, ``changes`` and ``compare``, in both languages."""

from __future__ import annotations

from aigc_lint.model.words import Words
from aigc_lint.report.phrases import Counted

KINDS = {
    "api": Words("API", "API"),
    "consumer": Words("consumer product", "个人产品"),
    "plan": Words("plan", "订阅套餐"),
    "weights": Words("model weights", "模型权重"),
    "self-hosted": Words("self-hosted", "自行部署"),
    "router": Words("router", "路由"),
    "none": Words("no contract", "无协议"),
}
"""Audiences, short enough for a column."""
KNOWN = {
    "read": Words("read", "已读原文"),
    "secondary": Words("second hand", "经转述"),
    "seed": Words("founding analysis", "立项分析"),
    "unverified": Words("not verified", "未核实"),
}
PARTLY_READ = Words("{read} of {all} read", "{all} 条中已读原文 {read} 条")

SERVICE = Words("service", "服务")
PROVIDER = Words("provider", "提供方")
KIND = Words("kind", "类型")
CLAUSES = Words("clauses", "条款")
EFFECTIVE = Words("effective", "生效")
CHECKED = Words("checked", "核对")
CONFIDENCE = Words("known how", "依据程度")
STANCE = Words("stance", "立场")
NO_TERMS = Words("no terms read", "未查阅条款")
UNDATED = Words("undated", "未载明")
LEGEND = Words(
    "effective: the newest date of a text the service rests on; checked: the day on which the oldest of them was last looked at.",
    "生效：所依据文本中最新的生效日期；核对：所依据文本中最早的一次核对日期。",
)
WITHOUT = Words(
    "{services} without clauses, because no text of theirs was read, stand in `aigc-lint terms list --all`.",
    "另有 {services}未查阅条款，见 `aigc-lint terms list --all`。",
)
NOTHING = Words("No service answers to that.", "没有符合条件的服务。")

ONE_SERVICE = Counted("service", "services", "项服务")
ONE_CLAUSE = Counted("clause", "clauses", "条条款")
ONE_DOCUMENT = Counted("document", "documents", "份文本")
ONE_DUTY = Counted("duty", "duties", "项义务")
ONE_CHANGE = Counted("change", "changes", "项变更")

AHEAD = Words(" (still ahead)", "（尚未到来）")
CAME_INTO_FORCE = Words("in force: {document}", "生效：{document}")
WAS_CHECKED = Words("checked: {document}", "核对：{document}")
APPLIES = Words("applies from this day: {clause}", "自当日起适用：{clause}")
GAVE_WAY = Words("superseded: {clause}, by {by}", "被取代：{clause}，由 {by} 取代")
DUTIES_BEGIN = Words("applies from this day: {law}", "自当日起适用：{law}")
GRACE_ENDS = Words("grace ends: {law}", "过渡期届满：{law}")
DUTIES_END = Words("ends as it stands: {law}", "现行表述终止：{law}")
CONCERNED = Words("{services}: {clauses} on {topics}", "{services}：{clauses}，涉及{topics}")
RULES = Words("may change what these say: {rules}", "可能影响：{rules}")
NO_RULES = Words("no rule rests on it", "没有规则以其为依据")
NO_CHANGES = Words("Nothing in the catalogue is newer than {date}.", "目录中没有晚于 {date} 的内容。")
COUNTED_CHANGES = Words("{number} since {date}.", "自 {date} 以来共 {number}。")

ONE_TIME = Counted("time", "times", "次")
ONE_UPGRADE = Counted("technical upgrade", "technical upgrades", "次技术性更新")
CHANGED_SINCE = Words(
    "has changed {number} since {date}, the day up to which our reading holds", "自我方核对所及的 {date} 以来变更 {number}"
)
MORE_CHANGES = Words("and {number} earlier ones", "另有较早的 {number} 次")
RULES_LABEL = Words("rules", "规则")
MISSING = Words("Not in the archive:", "存档中没有：")
MISSING_PATH = Words("{path}: {document}; services: {services}", "{path}：{document}；服务：{services}")
COMPARED = Words(
    "Compared {documents} with {collection} as of {date}: {changed} changed, {missing} not in the archive.",
    "已将 {documents}与合集 {collection}（截至 {date}）比对：{changed} 份有变更，{missing} 份不在存档中。",
)
TECHNICAL = Words("Not counted: {number} of the archive itself.", "存档自身的 {number}不计入。")
