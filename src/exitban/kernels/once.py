"""Values that one thread works out while the others wait for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import RLock
from typing import Any, Self, TypeVar, overload

Value = TypeVar("Value")


class once(cached_property[Value]):
    """A cached property that is worked out once, however many threads ask for it at the same time.

    Python's own lets each of them do so since 3.12: a tick would be compiled by all.
    """

    def __init__(self, law: Callable[[Any], Value]) -> None:
        super().__init__(law)
        self.asking = RLock()

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Value: ...

    def __get__(self, instance: object | None, owner: type[Any] | None = None) -> Self | Value:
        with self.asking:
            return super().__get__(instance, owner)
