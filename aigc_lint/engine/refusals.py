"""AIG906: what the user is told of a file that had to be analysed and could not be, or not to the end."""

from __future__ import annotations

from aigc_lint.model.facts import Refusal
from aigc_lint.model.findings import Problem
from aigc_lint.model.words import Words

CODE = "AIG906"
IN_PART = "entangled"
"""The reason for which a file was analysed in part: it was read, and what was found in it counts."""

_SIMPLIFY = Words(
    "if the file is generated, exclude it in [tool.aigc-lint]; else break the expression up",
    "若为生成的文件，请在 [tool.aigc-lint] 中排除；否则请拆分该表达式",
)
_WHAT: dict[str, Words] = {
    "syntax": Words("it is no valid Python", "不是有效的 Python 代码"),
    "encoding": Words("its encoding cannot be read", "无法识别其编码"),
    "null-byte": Words("it holds a NUL byte", "含有 NUL 字节"),
    "too-large": Words("it is too large", "文件过大"),
    "too-deep": Words("it is nested too deeply", "嵌套过深"),
    "too-many-operands": Words("an expression is too long", "表达式过长"),
    "timeout": Words("parsing took too long", "解析超时"),
    "memory": Words("parsing took too much memory", "解析占用内存过多"),
    "crash": Words("the parser failed on it", "解析器出错"),
    "not-a-notebook": Words("it is no valid notebook", "不是有效的笔记本"),
    "unreadable": Words("it cannot be read", "无法读取"),
    IN_PART: Words(
        "what some calls lead to hangs together with too much of the project", "部分调用牵涉的项目代码过多，无法追查到底"
    ),
}
_DO: dict[str, Words] = {
    "syntax": Words(
        "mend it, or exclude it in [tool.aigc-lint] if it is not meant to be Python 3",
        "请修正；若本就不是 Python 3 代码，请在 [tool.aigc-lint] 中排除",
    ),
    "encoding": Words("save it as UTF-8, or declare its encoding in the first line", "请另存为 UTF-8，或在首行声明编码"),
    "null-byte": Words(
        "remove the byte, or exclude the file in [tool.aigc-lint]", "请删除该字节，或在 [tool.aigc-lint] 中排除该文件"
    ),
    "too-large": Words(
        "exclude it in [tool.aigc-lint] if it is generated, or raise max-file-size there",
        "若为生成的文件，请在 [tool.aigc-lint] 中排除；或调高其中的 max-file-size",
    ),
    "too-deep": _SIMPLIFY,
    "too-many-operands": _SIMPLIFY,
    "timeout": _SIMPLIFY,
    "memory": _SIMPLIFY,
    "crash": Words(
        "please report it with the file; until then it can be excluded in [tool.aigc-lint]",
        "请附上该文件向我们反馈；在此之前可在 [tool.aigc-lint] 中排除",
    ),
    "not-a-notebook": Words(
        "open and save it with Jupyter, or exclude it in [tool.aigc-lint]",
        "请用 Jupyter 打开并重新保存，或在 [tool.aigc-lint] 中排除",
    ),
    "unreadable": Words("check its permissions, or exclude it in [tool.aigc-lint]", "请检查其权限，或在 [tool.aigc-lint] 中排除"),
    IN_PART: Words(
        "look at these calls yourself: is an AI service among what they reach? If there can be none in the file, "
        "exclude it in [tool.aigc-lint]",
        "请自行检查这些调用是否用到 AI 服务；确定该文件没有的，可在 [tool.aigc-lint] 中排除",
    ),
}


def _said(refusal: Refusal) -> Words:
    what = _WHAT.get(refusal.reason, Words("it could not be parsed", "无法解析"))
    said = Words("analysed in part", "仅部分分析") if refusal.reason == IN_PART else Words("not analysed", "未能分析")
    if not refusal.detail:
        return Words(f"{said.en}: {what.en}", f"{said.zh}：{what.zh}")
    return Words(f"{said.en}: {what.en}: {refusal.detail}", f"{said.zh}：{what.zh}：{refusal.detail}")


def problem(path: str, refusal: Refusal) -> Problem:
    """Tell a refusal in both languages; its detail is a fragment that needs no translation to be understood.

    A file that was analysed in part is a warning: nothing in it is wrong, and what is left to do is to look at a few calls.
    """
    return Problem(
        code=CODE,
        path=path,
        message=_said(refusal),
        hint=_DO.get(refusal.reason, _DO["crash"]),
        severity="warning" if refusal.reason == IN_PART else "error",
        line=refusal.line,
        column=refusal.column,
        cell=refusal.cell,
        file_line=refusal.file_line,
        file_column=refusal.file_column,
    )
