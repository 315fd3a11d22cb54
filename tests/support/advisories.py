"""Write down which versions of what we lock are known to be vulnerable, from an export of advisories.

    make advisories FROM=DIR

DIR holds advisories in the format of OSV (JSON or YAML, in any folders): a clone of pypa/advisory-database or
of github/advisory-database, or an unpacked export of osv.dev for PyPI or npm. What they say of a package that
`requirements/*.txt` or `package-lock.json` lock goes to `tests/packaging/advisories.json`: ids, ranges and
versions, no texts. An ecosystem of which DIR has nothing stays as it was. `test_advisories.py` holds the
locks against it.
"""

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
FACTS = ROOT / "tests" / "packaging" / "advisories.json"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
SEMVER = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+\S*)?")
Facts = dict[str, Any]
Package = tuple[str, str]
"""An ecosystem, PyPI or npm, and a name in it."""


def locked(root: Path = ROOT) -> dict[Package, set[str]]:
    """Return the versions of each package that are locked."""
    found: dict[Package, set[str]] = {}
    for file in sorted((root / "requirements").glob("*.txt")):
        for name, version in LOCKED.findall(file.read_text("utf-8")):
            found.setdefault(("PyPI", canonicalize_name(name)), set()).add(version)
    lock = json.loads((root / "package-lock.json").read_text("utf-8"))
    for place, package in lock["packages"].items():
        if place and "version" in package:
            name = package.get("name") or place.rpartition("node_modules/")[2]
            found.setdefault(("npm", name), set()).add(package["version"])
    return found


def named(package: Mapping[str, Any]) -> Package:
    """Return the package of an advisory, as locks name it."""
    ecosystem, name = str(package.get("ecosystem")), str(package.get("name"))
    return ecosystem, canonicalize_name(name) if ecosystem == "PyPI" else name


def exported(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Return the advisories of a folder; raises ValueError for a file that is none."""
    for file in sorted(folder.rglob("*")):
        if file.suffix not in {".json", ".yaml"} or ".git" in file.parts:
            continue
        text = file.read_text("utf-8")
        read = json.loads(text) if file.suffix == ".json" else yaml.load(text, Loader=Plain)  # noqa: S506  # is safe
        if isinstance(read, dict) and "id" in read and "affected" in read:
            yield read


class Plain(yaml.CSafeLoader):
    """Reads YAML with days as texts."""


Plain.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def facts(advisories: Iterator[Mapping[str, Any]], packages: Mapping[Package, object]) -> list[Facts]:
    """Take from advisories what they say of some packages, but for those that were withdrawn."""
    found = []
    for advisory in advisories:
        for affected in () if advisory.get("withdrawn") else advisory["affected"]:
            ecosystem, name = named(affected.get("package", {}))
            if (ecosystem, name) in packages:
                found.append(
                    {
                        "id": advisory["id"],
                        "aliases": sorted(advisory.get("aliases", [])),
                        "ecosystem": ecosystem,
                        "package": name,
                        "ranges": [
                            each["events"] for each in affected.get("ranges", []) if each.get("type") != "GIT"
                        ],
                        "versions": affected.get("versions", []),
                    }
                )
    return sorted(found, key=lambda each: (each["ecosystem"], each["package"], each["id"]))


def is_hit(advisory: Facts, version: str) -> bool:
    """Return whether a version is affected (OSV schema, "Evaluation")."""
    if version in advisory["versions"]:
        return True
    place = order(advisory["ecosystem"], version)
    return any(is_in(events, place, advisory["ecosystem"]) for events in advisory["ranges"])


def is_in(events: Sequence[Mapping[str, str]], place: Any, ecosystem: str) -> bool:  # noqa: ANN401  # see `order`
    """Return whether a version stands in a range of events."""
    inside = False
    known = [(kind, at) for event in events for kind, at in event.items() if kind != "limit"]
    for kind, at in sorted(known, key=lambda each: (each[1] != "0", order(ecosystem, each[1]))):
        reached = at == "0" or order(ecosystem, at) <= place
        if kind == "introduced" and reached:
            inside = True
        elif (kind == "fixed" and reached) or (kind == "last_affected" and order(ecosystem, at) < place):
            inside = False
    return inside


def order(ecosystem: str, version: str) -> Any:  # noqa: ANN401  # of one ecosystem they can be compared
    """Return what a version is compared by: PEP 440, or Semantic Versioning 2.0, section 11."""
    if ecosystem == "PyPI":
        return Version(version)
    found = (
        SEMVER.fullmatch(version) or SEMVER.fullmatch(f"{version}.0.0") or SEMVER.fullmatch(f"{version}.0")
    )
    if found is None:
        raise ValueError(f"“{version}” is no version of npm")
    before = [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in (found[4] or "").split(".")
        if part
    ]
    return *(int(found[number]) for number in (1, 2, 3)), not before, before


def fixed(advisory: Facts) -> list[str]:
    """Return the versions that mend what an advisory speaks of."""
    return [event["fixed"] for events in advisory["ranges"] for event in events if "fixed" in event]


def hits(packages: Mapping[Package, set[str]], known: Sequence[Facts]) -> Iterator[tuple[str, str, Facts]]:
    """Return each locked version that is affected: package, version, and by what."""
    for advisory in known:
        for version in sorted(packages.get((advisory["ecosystem"], advisory["package"]), ())):
            if is_hit(advisory, version):
                yield advisory["package"], version, advisory


def day_of(folder: Path) -> str:
    """Return the day of an export: that of the newest commit, or of the newest file where it is no clone."""
    asked = ["git", "-C", str(folder), "log", "-1", "--format=%cs"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # a fixed command
    if told.returncode == 0 and told.stdout.strip():
        return told.stdout.strip()
    newest = max((file.stat().st_mtime for file in folder.rglob("*") if file.is_file()), default=0.0)
    return dt.datetime.fromtimestamp(newest, dt.UTC).date().isoformat()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file of facts anew."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--date", help="the day of the export, if the folder does not tell")
    asked = options.parse_args(arguments)
    if not asked.folder.is_dir():
        options.error(f"{asked.folder}: no such folder")
    known = json.loads(FACTS.read_text("utf-8")) if FACTS.exists() else {"exports": {}, "advisories": []}
    advisories = list(exported(asked.folder))
    there = {str(each.get("package", {}).get("ecosystem")) for one in advisories for each in one["affected"]}
    there &= {"PyPI", "npm"}
    if not there:
        options.error(f"{asked.folder}: no advisory for PyPI or npm is there")
    kept = [each for each in known["advisories"] if each["ecosystem"] not in there]
    exports = known["exports"] | dict.fromkeys(sorted(there), asked.date or day_of(asked.folder))
    made = sorted(
        kept + facts(iter(advisories), locked()),
        key=lambda each: (each["ecosystem"], each["package"], each["id"]),
    )
    lines = ",\n".join(json.dumps(each) for each in made)
    FACTS.write_text(f'{{"exports": {json.dumps(exports)},\n"advisories": [\n{lines}\n]}}\n', "utf-8")
    sys.stdout.write(f"{FACTS}: {len(made)} advisories for what is locked, as of {exports}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
