"""The data files that come with the project, read and checked. No database here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from criteria.schema.reader import SchemaError
from criteria.schema.ruleset import RulesetRules
from criteria.schema.rulesets import read_ruleset, resolve
from criteria.schema.sets import CollectionData, SetData, read_collection, read_set

HERE = Path(__file__).resolve().parent
DATA = HERE / "data"
RULESETS = HERE / "rulesets"
SET_FILES = "[0-9][0-9].yaml"

try:
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # a PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class CollectionFiles:
    """A collection with its checked sets."""

    data: CollectionData
    sets: tuple[SetData, ...]
    checksum: str


@dataclass(frozen=True, slots=True)
class RulesetFile:
    """A ruleset's resolved content and its typed form."""

    content: dict[str, Any]
    rules: RulesetRules
    checksum: str


def checksum_of(data: Any) -> str:
    """SHA-256 of the content, not of the bytes: a comment or a re-indented line changes nothing."""
    return hashlib.sha256(plain_json(data).encode()).hexdigest()


def plain_json(data: Any) -> str:
    """Canonical JSON: sorted keys, dates as text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)


def read_yaml(path: Path) -> Any:
    """Parse a file. A syntax error is told as a fault of the data, with its line."""
    try:
        return yaml.load(path.read_text("utf-8"), YamlLoader)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = f", dòng {line + 1}" if line is not None else ""
        raise SchemaError([f"{path.name}{place}: không đọc được YAML"]) from error


def collection_files(folder: Path) -> CollectionFiles:
    """Read one collection; raises SchemaError with the faults of all its files."""
    problems: list[str] = []
    data = read_collection(read_yaml(folder / "collection.yaml"), f"{folder.name}/collection.yaml")
    sets: list[SetData] = []
    for path in sorted(folder.glob(SET_FILES)):
        try:
            content = read_yaml(path)
            item = read_set(content, f"{folder.name}/{path.name}", data)
        except SchemaError as error:
            problems += error.problems
            continue
        sets.append(replace(item, form=replace(item.form, checksum=checksum_of(content))))
    problems += _count_problems(folder.name, data, sets) if not problems else []
    if problems:
        raise SchemaError(problems)
    checksum = checksum_of([item.form.checksum for item in sets])
    return CollectionFiles(data=data, sets=tuple(sets), checksum=checksum)


def _count_problems(name: str, data: CollectionData, sets: list[SetData]) -> Iterator[str]:
    """The collection says how many sets, criteria, options and minimums it has: nothing may be lost on the way."""
    criteria = [criterion for item in sets for criterion in item.form.criteria]
    found = {
        "sets": len(sets),
        "criteria": len(criteria),
        "options": sum(len(criterion.options) for criterion in criteria),
        "with_minimums": sum(1 for criterion in criteria if criterion.minimums),
    }
    labels = {"sets": "bộ", "criteria": "tiêu chí", "options": "mức điểm", "with_minimums": "tiêu chí có tối thiểu"}
    for key, number in found.items():
        if number != data.counts[key]:
            yield f"{name}: có {number} {labels[key]}, phải có {data.counts[key]}"
    if [item.form.number for item in sets] != list(range(1, data.counts["sets"] + 1)):
        yield f"{name}: số của các bộ không liên tục từ 1 đến {data.counts['sets']}"


def all_collections(folder: Path = DATA) -> tuple[CollectionFiles, ...]:
    """Every collection that comes with the project."""
    return tuple(collection_files(path.parent) for path in sorted(folder.glob("*/collection.yaml")))


def ruleset_files(folder: Path = RULESETS) -> tuple[RulesetFile, ...]:
    """Read every ruleset, with what it inherits filled in."""
    raw = {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yaml"))}
    problems: list[str] = []
    result: list[RulesetFile] = []
    for name in raw:
        try:
            content = json.loads(plain_json(resolve(name, raw)))
            rules = read_ruleset(content, f"{name}.yaml")
        except SchemaError as error:
            problems += error.problems
            continue
        if rules.code != name:
            problems.append(f"{name}.yaml: mã “{rules.code}” khác tên tệp")
        result.append(RulesetFile(content=content, rules=rules, checksum=checksum_of(content)))
    problems += _overlaps(result)
    if problems:
        raise SchemaError(problems)
    return tuple(sorted(result, key=lambda item: item.rules.valid_from))


def _overlaps(files: list[RulesetFile]) -> Iterator[str]:
    """On each day at most one ruleset is in force."""
    ordered = sorted((item.rules for item in files), key=lambda rules: rules.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            yield f"{later.code}.yaml: có hiệu lực khi {earlier.code} chưa hết hiệu lực"


def classification(folder: Path = DATA) -> dict[str, Any]:
    """Industries, groups and subgroups with the set of each."""
    data = read_yaml(folder / "classification.yaml")
    if not isinstance(data, dict) or not isinstance(data.get("industries"), list):
        raise SchemaError(["classification.yaml: thiếu mục “industries”"])
    return data
