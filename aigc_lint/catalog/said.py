"""What the catalogue's checks say, in Chinese: one sentence for each of their English ones."""

from __future__ import annotations

import re
from functools import cache

_Q = r"'([^']*)'"
_SENTENCES = (
    # what the decoder says
    (r"Expected `([^`]*)`, got `([^`]*)`", "应为 `{0}`，而不是 `{1}`"),
    (r"Object missing required field `([^`]*)`", "缺少 `{0}`"),
    (r"Object contains unknown field `([^`]*)`", "未知的键 `{0}`"),
    (rf"Invalid enum value {_Q}", "不允许的取值 '{0}'"),
    (r"Invalid (?:RFC3339|date).*", "日期格式有误"),
    (r"the file is not UTF-8", "该文件不是 UTF-8 编码"),
    (r"the values are nested too deeply", "嵌套过深"),
    (r"a number has too many digits", "数字位数过多"),
    # what does not exist
    (
        rf"(document|topic|client|shape|clause|service|provider|inherits|module|of|runs_on|same_as) {_Q} does not exist",
        "{0} '{1}' 不存在",
    ),
    (rf"(endpoint|model) (\S+): clause {_Q} does not exist", "{0} {1}：条款 '{2}' 不存在"),
    (rf"(superseded_by|supersedes): clause {_Q} does not exist", "{0}：条款 '{1}' 不存在"),
    (rf"(owners\.\S+): {_Q} does not exist", "{0}：'{1}' 不存在"),
    (rf"(.+): SDK {_Q} does not exist", "{0}：SDK '{1}' 不存在"),
    (rf"(maker|path .*: maker) {_Q} is no provider", "{0} '{1}' 不是提供方"),
    (rf"prefixes {_Q} is a table of no SDK", "没有任何 SDK 有前缀表 '{0}'"),
    (rf"moved {_Q} is none of its packages", "moved '{0}' 不是该 SDK 的包"),
    (rf"moved {_Q}: {_Q} is below no import of an SDK", "moved '{0}'：'{1}' 不在任何 SDK 的导入名之下"),
    (rf"moves_to {_Q} is no other service", "moves_to '{0}' 不是另一项服务"),
    (rf"{_Q} is another name of provider:(.+)", "'{0}' 是 provider:{1} 的别名"),
    (rf"{_Q} is no provider id", "'{0}' 不是提供方标识"),
    # closed words
    (rf"(\S+) {_Q} does not stand (?:under \S+ )?in vocabulary\.toml", "{0} '{1}' 不在 vocabulary.toml 中"),
    (rf"(.*\S) {_Q} is none of (.+)", "{0} '{1}' 不在可用范围内：{2}"),
    (rf"when\.region {_Q} is no country code", "when.region '{0}' 不是国家或地区代码"),
    (rf"url {_Q} is no https address", "url '{0}' 不是 https 地址"),
    # what is missing or contradicts itself
    (r"(\S+) is empty", "{0} 为空"),
    (r"needs either an effective date or the reason why it is undated", "须写明生效日期，或没有日期的原因"),
    (r"has no clauses and does not say why \(unverified\)", "没有条款，也未说明原因（unverified）"),
    (r"unchanged_until is before checked", "unchanged_until 早于 checked"),
    (r"checked on (\S+), which is in the future", "核对日期 {0} 晚于当天"),
    (r"is of (\S+) and rests on (\S+), a clause on (\S+)", "用于 {0}，所依据的 {1} 却是关于 {2} 的条款"),
    (r"by (\S+) without a setting", "方式为 {0}，却未写 setting"),
    (r"setting (\S+) without a value", "setting {0} 未写 value"),
    (r"endpoint (\S+): host and path are mixed up", "端点 {0} 的主机名与路径混淆"),
    (r"it repeats a group; repeat single characters, as in `([^`]*)`", "对分组使用了重复；请只重复单个字符，如 `{0}`"),
    (r"it repeats too often what may match in many ways", "重复过多，匹配方式难以穷尽"),
    (r"it is nested too deeply", "嵌套过深"),
    (r"endpoint (\S+): more than (\S+) wildcards in the host", "端点 {0}：主机名中的通配符超过 {1} 个"),
    (r"path (\S+): at most (\S+) holes, and one between two slashes", "路径 {0}：占位符最多 {1} 个，且每段最多一个"),
    # wrappers, regulations and protocols
    (r"records nothing", "未记录任何内容"),
    (r"only_with\.(\S+): nothing of that name instruments", "only_with.{0}：没有同名的插桩函数"),
    (r"(\S+) hangs below no import of it", "{0} 不在其任何导入名之下"),
    (rf"jurisdiction {_Q} is no place", "jurisdiction '{0}' 不是地区代码"),
    (r"the file's name does not begin with its jurisdiction, (\S+)", "文件名应以其法域 {0} 开头"),
    (r"amended on (\S+), before it took effect on (\S+)", "修订日 {0} 早于生效日 {1}"),
    (r"has no duties", "未列出任何义务"),
    (rf"same_as {_Q} is no other duty", "same_as '{0}' 不是另一项义务"),
    (r"has a form, and (\S+) asks for no label", "写有 form，但 {0} 并不要求标识"),
    (r"form\.values\.(\S+) is no member", "form.values.{0} 不是可用的成员"),
    (r"applies from (\S+), before (\S+) takes effect on (\S+)", "适用日 {0} 早于 {1} 的生效日 {2}"),
    (r"(until|grace\.until) (\S+) is before .*", "{0} {1} 早于适用日"),
    (r"path (\S+): what carries no content has no maker and no GET of its own", "路径 {0}：不携带内容的请求不应写 maker 或 GET"),
    (r"payload of (\S+): names no keys", "协议 {0} 的 payload 未写 keys"),
    (rf"payload (.+): no path and no owner has the protocol {_Q}", "payload {0}：没有路径或归属使用协议 '{1}'"),
    # ids and files
    (rf"aliases: {_Q} of (\S+) is a provider itself", "aliases：{1} 的别名 '{0}' 本身就是提供方"),
    (rf"id is {_Q}, the file name says {_Q}", "id 为 '{0}'，与文件名 '{1}' 不符"),
    (rf"distribution is {_Q}, the file name says {_Q}", "distribution 为 '{0}'，与文件名 '{1}' 不符"),
    (r"id is None, the file name says '([^']*)'", "缺少 id，按文件名应为 '{0}'"),
    (r"(\S+) stands in (\S+) too", "{0} 已见于 {1}"),
    (r"(.+) stands there twice", "{0} 重复出现"),
    (r"(\S+) is claimed by (\S+) and by (\S+)", "{0} 同时被 {1} 和 {2} 占用"),
    (
        r"rules are no part of a catalogue; \[rules\] of the policy sets their severity",
        "规则不属于条款目录；其级别由策略文件的 [rules] 设置",
    ),
    (r"no such file in a catalogue; there are (.+) and folders", "条款目录中没有这种文件；可用的有 {0} 及各目录"),
    (r"no such folder in a catalogue; there are (.+)", "条款目录中没有这种目录；可用的有 {0}"),
)
_AT = re.compile(r" at `([^`]*)`$")
_MODEL_PATTERN = re.compile(rf"model pattern {_Q}: (.+)", re.DOTALL)


def in_chinese(said: str) -> str:
    """Return a fault in Chinese: its entry as it stands, then the sentence; one that is not known stays English."""
    at = _AT.search(said)
    if at:
        return f"{in_chinese(_AT.sub('', said))}（位于 `{at[1]}`）"
    if match := _MODEL_PATTERN.fullmatch(said):
        return f"模型规则 '{match[1]}'：{in_chinese(match[2])}"
    for pattern, chinese in _patterns():
        if match := pattern.fullmatch(said):
            return chinese.format(*match.groups())
    entry, colon, rest = said.partition(": ")
    return f"{entry}：{in_chinese(rest)}" if colon else said


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(english, re.DOTALL), chinese) for english, chinese in _SENTENCES)
