"""A stored result as an RO-Crate: its folder described in JSON-LD, for archives and workflow tools.

The description is one more file in the folder, made by the library rocrate from the manifest: what was run with which
program, from which scenario, into which files, and which published sources the claims of the scenario cite.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from exitban.errors import CallError, ResultError
from exitban.results.result import Result
from exitban.results.storage import DATA, MANIFEST, SCENARIO, load

INSTALL: Final = "RO-Crate needs a package more: pip install 'exitban[crate]' (rocrate)."
METADATA: Final = "ro-crate-metadata.json"
PROGRAM: Final = "#exitban"
KINDS: Final = {".parquet": "application/vnd.apache.parquet", ".yaml": "application/yaml", ".json": "application/json"}


def crate(folder: str | Path) -> Path:
    """Describe a stored result in its own folder and say where; an older description is replaced.

    Raises `ResultError` for a folder that holds no result, `CallError` where the library is missing.
    """
    try:
        from rocrate.rocrate import ROCrate
    except ImportError as error:
        raise CallError(INSTALL) from error
    folder = Path(folder)
    result = load(folder)
    made = ROCrate()
    _describe(made, result)
    files = {path: _file(made, path, folder) for path in sorted(folder.rglob("*")) if _belongs(path, folder)}
    _action(made, result, {path.relative_to(folder): one for path, one in files.items()})
    return _written(made, folder)


def _belongs(path: Path, folder: Path) -> bool:
    return path.is_file() and path != folder / METADATA


def _describe(made: Any, result: Result) -> None:
    scenario, provenance = result.scenario, result.provenance
    made.name = f"{scenario.title}: {provenance['replicates']} simulated worlds"
    made.description = (
        f"A result of exitban under the policies {', '.join(provenance['policies'])}, seed {provenance['seed']}. "
        "Shares of simulated worlds under stated assumptions; no forecast."
    )
    made.datePublished = provenance["started"]
    made.license = "No licence is stated for this result."
    sources = {hop.address: hop for claim in scenario.evidence.claims.values() for hop in claim.chain if hop.address}
    cited = [_entity(made, hop.url or f"#source-{quote(hop.address, '')}", _source(hop)) for hop in sources.values()]
    if cited:
        made.root_dataset["citation"] = cited


def _source(hop: Any) -> dict[str, Any]:
    """What is said of a source; an address that is no URL stands in words."""
    dated = {"datePublished": hop.date} if hop.date else {}
    elsewhere = {} if hop.url else {"description": f"It can be read at: {hop.address}"}
    return {"@type": "CreativeWork", "name": hop.title, **dated, **elsewhere}


def _entity(made: Any, name: str, properties: dict[str, Any]) -> Any:
    from rocrate.model.contextentity import ContextEntity

    return made.add(ContextEntity(made, name, properties=properties))


def _file(made: Any, path: Path, folder: Path) -> Any:
    place = path.relative_to(folder).as_posix()
    kind = KINDS.get(path.suffix, "application/octet-stream")
    properties = {"name": place, "encodingFormat": kind, "contentSize": str(path.stat().st_size)}
    return made.add_file(path, dest_path=place, properties=properties)


def _action(made: Any, result: Result, files: dict[Path, Any]) -> None:
    """The run: the program, what went in, what came out."""
    provenance = result.provenance
    versions = provenance["versions"]
    about = {"@type": "SoftwareApplication", "name": "exitban", "version": versions["exitban"]}
    program = _entity(made, PROGRAM, {**about, "softwareRequirements": [f"{n} {v}" for n, v in versions.items()]})
    made.add_action(
        program,
        identifier="#run",
        object=[one for path, one in files.items() if path.parts[0] == SCENARIO],
        result=[one for path, one in files.items() if path.parts[0] in (DATA, MANIFEST)],
        properties={"name": "simulation", "description": provenance["command"], "startTime": provenance["started"]},
    )


def _written(made: Any, folder: Path) -> Path:
    """Write beside, then rename."""
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".crate.") as beside:
            made.metadata.write(Path(beside))
            (Path(beside) / METADATA).replace(folder / METADATA)
    except OSError as error:
        raise ResultError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return folder / METADATA
