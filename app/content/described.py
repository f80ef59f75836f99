"""Models whose members are described by the docstrings that stand under them.

pydantic has a setting for this, which looks for the text of each class in every frame of the stack, and for that of a
parametrised generic, which has none, in all of them: two thirds of the time in which the service loads.
"""

import ast
import functools
import inspect
import itertools
import linecache
import sys

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema


class Described(BaseModel):
    """Be the base of models that describe their members under them."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Describe the members before their schema is made, which keeps what is said of them."""
        for name, member in cls.__pydantic_fields__.items():
            if member.description is None:
                member.description = _said(cls, name)
        return handler(source)


def _said(cls: type[BaseModel], name: str) -> str | None:
    for ancestor in cls.__mro__[: cls.__mro__.index(Described)]:
        declared = _of_module(ancestor.__module__)
        if (ancestor.__qualname__, name) in declared:
            return declared[ancestor.__qualname__, name]
    return None


@functools.cache
def _of_module(name: str) -> dict[tuple[str, str], str | None]:
    """Return what a module says of each member of its classes, by the names of both; nothing where it has no text."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[name]))
    except (KeyError, OSError, TypeError):
        return {}
    finally:
        linecache.clearcache()  # where the text would stay
    return {
        (cls.name, member.target.id): _text(said)
        for cls in tree.body
        if isinstance(cls, ast.ClassDef)
        for member, said in itertools.pairwise([*cls.body, None])
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name)
    }


def _text(node: ast.stmt | None) -> str | None:
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return inspect.cleandoc(node.value.value)
    return None
