"""From the text of a rule to Python's own tree of it: bounded, without comments, never run."""

import ast
import warnings
from typing import Final

MAX_CHARACTERS: Final = 2_000
MAX_NODES: Final = 300


class GrammarError(Exception):
    """A mistake in an expression.

    Attributes:
        message: what is wrong.
        hint: what to write instead, or an empty string.
        offset: characters before the place of the mistake.
        more: further mistakes in other parts of the same ``and`` or ``or``.
    """

    def __init__(self, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.offset = offset
        self.more: tuple[GrammarError, ...] = ()


def syntax_tree(text: str) -> ast.expr:
    """Python's own tree of one expression, small enough to walk.

    ``col_offset`` counts UTF-8 bytes from the start; line breaks are read as spaces.

    Raises:
        GrammarError: the text is not one expression, or is too large.
    """
    if not text.strip():
        raise GrammarError("the expression is empty")
    if len(text) > MAX_CHARACTERS:
        raise GrammarError(f"the expression is longer than {MAX_CHARACTERS} characters")
    # A comment would swallow the rest once lines are joined; a backslash joins or escapes unseen.
    for forbidden, what in (("#", "a comment"), ("\\", "a backslash")):
        if forbidden in text:
            hint = "write notes beside the rule"
            raise GrammarError(f"{what} inside an expression", hint, text.index(forbidden))
    tree = _python_tree(" ".join(text.splitlines()))
    nodes = sum(1 for _ in ast.walk(tree))
    if nodes > MAX_NODES:
        raise GrammarError("the expression is too large", "split the rule in two")
    return tree


def _python_tree(line: str) -> ast.expr:
    leading = len(line) - len(line.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # 1or 2 is a warning to Python and a mistake to us
            tree = ast.parse(line.strip(), mode="eval").body
    except SyntaxError as error:
        hint = "and, or, not, ==, in, brackets: as in Python"
        offset = leading + max((error.offset or 1) - 1, 0)
        raise GrammarError(f"not an expression: {error.msg}", hint, offset) from None
    except (ValueError, RecursionError, MemoryError, Warning):
        raise GrammarError("not an expression, or one nested too deeply") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            node.col_offset += leading
    return tree
