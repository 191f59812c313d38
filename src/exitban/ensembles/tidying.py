"""Looking through the parts before work goes on: what is torn is put aside and made again, what is foreign is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from exitban.ensembles.disk import BEGUN
from exitban.ensembles.folder import ENDING, Folder
from exitban.ensembles.layers import Layer, chunk_named

Say = Callable[[str], None]


def tidy(folder: Folder, layers: Sequence[Layer], say: Say, *, alone: bool) -> None:
    """Check every file among the parts; nothing is ever deleted that might be worth a look.

    ``alone``: nobody else works here, so whatever was being written never will be.
    """
    for kind in folder.kinds:
        for path in sorted((folder.path / kind).iterdir()):
            if path.name.endswith(BEGUN):
                if alone:
                    path.unlink(missing_ok=True)
                continue
            wrong = folder.what_is_wrong(kind, path, layers)
            if not wrong:
                continue
            if path.suffix == ENDING and chunk_named(layers, path.stem) is not None:
                aside = folder.path / "damaged"
                aside.mkdir(exist_ok=True)
                path.replace(aside / f"{kind}-{path.name}")
                say(f"{path} was put aside, in {aside}, and is made again: {wrong}.")
            else:
                say(f"{path} is left alone and not read: {wrong}.")
