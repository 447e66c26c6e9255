"""The fixed words of the matrix of contracts, in both languages."""

from __future__ import annotations

from aigc_lint.model.words import Words

SERVICE = Words("Service", "服务")
WAY_OUT = Words("Way out of training", "训练退出方式")
REGION = Words("Region", "地域")
DATES = Words("Dates", "日期")
KNOWN = Words("Known how", "依据程度")
DAYS = Words(" ({days} days)", "（{days} 天）")
USD = Words(" (from {number} USD of yearly revenue)", "（年收入达 {number} 美元）")
USERS = Words(" (from {number} users)", "（用户达 {number} 名）")
WHEN = Words(" [{condition}]", "［{condition}］")
MOVES = Words("{way}, which is another contract:", "{way}，属于另一份协议：")
PARTY = Words("party: {place}", "签约方：{place}")
PROCESSED = Words("processed in: {places}", "处理地：{places}")
OFFERED = Words("offered in: {places}", "提供地区：{places}")
EFFECTIVE = Words("effective {date}", "{date} 生效")
CHECKED = Words("checked {date}", "{date} 核对")

SDKS = Words("SDKs", "SDK")
PREFIXES = Words("Model prefixes", "模型前缀")
HOSTS = Words("Hosts", "主机")
HOSTED = Words("Its models elsewhere, under that contract", "其模型的其他托管处（适用该处协议）")

ORDINARY = Words("An ordinary call", "一般调用")
SPLIT = Words("Where it differs", "结论不同的情形")
RESTS_ON = Words("Rests on", "依据条款")
PLAN = Words("{value}: ", "{value}：")
MODEL = Words("model {value}: ", "模型为 {value}：")
OUTCOMES = {
    "gives": Words("gives content for training", "内容被交付训练"),
    "switch": Words("a switch in code refuses training", "可在代码中以开关拒绝训练"),
    "attest": Words("training is refused outside the code, to be attested", "须在代码之外拒绝训练并作声明"),
    "trains": Words("trains, and there is no way out", "用于训练，且无退出方式"),
    "silent": Words("silent: no training, or only if agreed", "不提示：不用于训练，或须经同意"),
    "cannot-tell": Words("cannot tell", "无法确定"),
}
