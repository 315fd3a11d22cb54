"""What `kubectl apply -k` makes of a folder, as far as ours use it; whatever else they say is refused."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]

READ = "kustomization.yaml"
FIELDS = {"apiVersion", "kind", "resources", "patches", "images"}
TOLD_APART_BY = {
    "containers": "name",
    "initContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
}
"""Lists that a patch adds to, and the field by which their members are known; any other one it replaces."""


class WrongError(Exception):
    """A folder that Kustomize does not build."""


def built(folder: Path, inside: Sequence[Path] = ()) -> list[Manifest]:
    """Build a folder, named from those that it is `inside`; raises WrongError where Kustomize cannot."""
    root = folder.resolve()
    for other in inside:
        if other.is_relative_to(root):
            raise WrongError(f"cycle: {root} is named from {other}, and contains it")
    told = yaml.safe_load((root / READ).read_text("utf-8"))
    if more := told.keys() - FIELDS:
        raise WrongError(f"{root / READ}: this test cannot tell what {sorted(more)} does")
    found = [each for name in told["resources"] for each in resource(root, name, (*inside, root))]
    made = {identity(each): each for each in found}
    if len(made) < len(found):
        raise WrongError(f"{root}: something is there twice: {sorted(map(identity, found))}")
    for path in (root / each["path"] for each in told.get("patches", ())):
        for patch in loaded(path):
            if identity(patch) not in made:
                raise WrongError(f"{path}: there is no {identity(patch)} to patch")
            made[identity(patch)] = merged(made[identity(patch)], patch)
    for image in told.get("images", ()):
        name_image(image, made.values())
    return [*made.values()]


def name_image(told: dict[str, str], manifests: Iterable[Manifest]) -> None:
    """Make the containers of an image run the one that is told in its place."""
    for container in (one for each in manifests for one in containers(each)):
        if name_of(container["image"]) == told["name"]:
            container["image"] = f"{told.get('newName', told['name'])}:{told['newTag']}"


def resource(root: Path, name: str, inside: Sequence[Path]) -> list[Manifest]:
    """Read a file of manifests, or build a folder."""
    path = root / name
    if path.is_dir():
        return built(path, inside)
    if not path.resolve().is_relative_to(root):
        raise WrongError(f"{path} is a file outside of {root}, which only a folder may be")
    return loaded(path)


def loaded(file: Path) -> list[Manifest]:
    """Read the manifests of a file."""
    if not file.is_file():
        raise WrongError(f"{file} is named, and is not there")
    return [each for each in yaml.safe_load_all(file.read_text("utf-8")) if each]


def identity(manifest: Manifest) -> tuple[str, ...]:
    """Return what a manifest is of."""
    return manifest["apiVersion"], manifest["kind"], manifest["metadata"]["name"]


def merged(there: Any, patch: Any, field: str = "") -> Any:  # noqa: ANN401  # whatever YAML holds
    """Return what is there as a patch has it (a strategic merge)."""
    if isinstance(there, dict) and isinstance(patch, dict):
        both = {key: merged(there[key], patch[key], key) for key in there.keys() & patch.keys()}
        return {**there, **patch, **both}
    known_by = TOLD_APART_BY.get(field)
    if not (isinstance(there, list) and isinstance(patch, list) and known_by):
        return patch
    before, after = ({each[known_by]: each for each in members} for members in (there, patch))
    members = {
        **after,
        **before,
        **{key: merged(before[key], after[key]) for key in before.keys() & after.keys()},
    }
    return [members[key] for key in {**after, **before}]


def pods(manifest: Manifest) -> Iterator[Manifest]:
    """Return what a manifest says of pods."""
    spec = manifest.get("spec", {})
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    if "template" in spec:
        yield spec["template"]["spec"]


def containers(manifest: Manifest) -> Iterator[Manifest]:
    """Return the containers of a manifest, those that run first among them."""
    for pod in pods(manifest):
        yield from pod.get("initContainers", ())
        yield from pod["containers"]


def name_of(image: str) -> str:
    """Return the name of an image, without its tag or digest."""
    name = image.partition("@")[0]
    head, _, last = name.rpartition("/")
    return f"{head}/{last.partition(':')[0]}".lstrip("/")


def copied(manifest: Manifest) -> Manifest:
    """Copy a manifest, to change it."""
    found: Manifest = json.loads(json.dumps(manifest))
    return found
