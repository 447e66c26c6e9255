"""What expressions are made of, and which names targets and statements bind."""

from __future__ import annotations

from collections.abc import Iterator

from aigc_lint.model import facts as f


def parts(node: f.Expression) -> Iterator[f.Expression]:
    """The direct parts of an expression, in evaluation order; lambdas and comprehensions excepted."""
    match node:
        case f.Attribute() | f.Await() | f.Starred():
            yield node.value
        case f.Subscript():
            yield node.value
            yield node.index
        case f.Joined():
            yield from node.parts
        case f.Operation() | f.Either() | f.Compare():
            yield from node.operands
        case f.Unary():
            yield node.operand
        case f.Conditional():
            yield from (node.test, node.body, node.orelse)
        case f.Dict():
            for key, value in node.items:
                if key is not None:
                    yield key
                yield value
        case f.Collection():
            yield from node.items
        case f.Opaque():
            yield from node.inner


def assigned(body: tuple[f.Statement, ...]) -> Iterator[str]:
    """The names that assignments in these statements, and in those inside them, give a value."""
    for statement in body:
        match statement:
            case f.Assign():
                for target in statement.targets:
                    yield from names(target)
            case f.Augment():
                yield from names(statement.target)
            case f.If():
                for branch in statement.branches:
                    yield from assigned(branch.body)
                yield from assigned(statement.orelse)
            case f.For():
                yield from names(statement.target)
                yield from assigned((*statement.body, *statement.orelse))
            case f.While():
                yield from assigned((*statement.body, *statement.orelse))
            case f.With():
                yield from assigned(statement.body)
            case f.Try():
                handled = (inner for handler in statement.handlers for inner in handler.body)
                yield from assigned((*statement.body, *handled, *statement.orelse, *statement.final))
            case f.Match():
                for one in statement.cases:
                    yield from assigned(one.body)


def names(target: f.Expression) -> Iterator[str]:
    """The names that a target binds."""
    match target:
        case f.Name():
            yield target.id
        case f.Collection():
            for item in target.items:
                yield from names(item)
        case f.Starred():
            yield from names(target.value)
