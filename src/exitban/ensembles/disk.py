"""Files that are there whole or not at all: written beside, flushed to the disk, renamed."""

from __future__ import annotations

import base64
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from exitban.errors import ResultError

BEGUN: Final = ".begun"
"""How the name of a file ends that is being written."""
FACTS: Final = b"exitban"
"""Under which key a table carries what it says about itself."""
TWIN: Final = b"ARROW:schema"
"""Under which key Arrow writes the schema a second time."""


def beside(path: Path) -> Path:
    """Where something is written before it gets its name: no two processes choose the same place."""
    return path.with_name(f".{path.name}.{socket.gethostname()}.{os.getpid()}{BEGUN}")


def write(path: Path, content: Any) -> None:
    """Write a file in one move. Raises `OSError`; then nothing is left behind."""
    beside_it = beside(path)
    try:
        with beside_it.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside_it.replace(path)
    except BaseException:
        with suppress(OSError):
            beside_it.unlink(missing_ok=True)
        raise
    flush(path.parent)


def write_new(path: Path, content: Any) -> bool:
    """Write a file that must not be there yet; False if somebody else was quicker."""
    beside_it = beside(path)
    write(beside_it, content)
    try:
        os.link(beside_it, path)
    except FileExistsError:
        return False
    finally:
        beside_it.unlink(missing_ok=True)
    flush(path.parent)
    return True


def flush(folder: Path) -> None:
    """Make new names in a folder last; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def packed(table: pa.Table, facts: Mapping[str, Any]) -> Any:
    """A table as the bytes of a Parquet file, with a checksum for every page; the same table gives the same bytes.

    Numbers of simulations rarely repeat: a dictionary of them costs time to write and to read, and saves nothing.
    """
    schema = {FACTS: json.dumps(facts, sort_keys=True).encode()}
    sink = pa.BufferOutputStream()
    table = table.replace_schema_metadata(schema)
    repeated = [one.name for one in table.schema if not pa.types.is_floating(one.type)]
    how: dict[str, Any] = {"compression": "zstd", "compression_level": 1, "use_dictionary": repeated}
    pq.write_table(table, sink, write_page_checksum=True, **how)
    return sink.getvalue()


def facts_of(path: Path) -> tuple[dict[str, Any], int]:
    """What a table says about itself, and its number of rows. Raises `ValueError` for a file that is no whole table.

    Checksums are for pages alone; but what stands at the end of the file, the names of its columns among it, stands
    there twice, so that a changed byte is told.
    """
    try:
        footer = pq.read_metadata(path)
        held = footer.metadata or {}
        found = json.loads(held.get(FACTS, b"null"))
        if not isinstance(found, dict):
            raise ValueError("a table, but none of exitban")
        twin = pa.ipc.read_schema(pa.py_buffer(base64.b64decode(held[TWIN])))
    except (pa.ArrowException, OSError, KeyError) as error:
        raise ValueError(f"no whole Parquet file ({error})") from error
    if twin.names != footer.schema.names or (twin.metadata or {}).get(FACTS) != held[FACTS]:
        raise ValueError("the names of its columns, or what it says about itself, are not what was written")
    return found, footer.num_rows


def table_of(path: Path) -> pa.Table:
    """A table that is as it was written. Raises `ResultError`."""
    try:
        facts_of(path)
        return pq.read_table(path, page_checksum_verification=True)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise ResultError(f"{path} is damaged: {error}. Take it from a copy.") from error


def json_of(path: Path) -> dict[str, Any]:
    """The content of a JSON file. Raises `ResultError`."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ResultError(f"{path} cannot be read: {error}.") from error
    if not isinstance(found, dict):
        raise ResultError(f"{path} is damaged: found {type(found).__name__}, where keys and values belong.")
    return found


@contextmanager
def held(path: Path, *, alone: bool) -> Iterator[bool]:
    """Hold a lock as long as this process lives, alone or together with others; False where it cannot be had.

    The system lets go of it whatever becomes of the process, so a lock can never be left behind. Where there are no
    such locks it is always had: parts are written whole and their bytes are the same, so nothing breaks but time.
    """
    try:
        import fcntl
    except ImportError:
        yield True
        return
    with path.open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
