#!/usr/bin/env python3
"""Writes what CloudFormation's resource schemas say of the mapped types: the facts that mappings are checked against.

    pip install cfn-lint pyyaml
    python3 Tests/CloudFormationTests/Facts/generate.py > Tests/CloudFormationTests/Facts/properties.jsonl

One type a line: its name, the paths of properties that a template can set (those of its own, and below them those on the
way to a property that a mapping names), and its schema's read-only properties left out. Lists are stepped into.
"""

import glob
import json
import os
import sys

import yaml
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

HERE = os.path.dirname(os.path.abspath(__file__))
MAPPINGS = os.path.join(HERE, "..", "..", "..", "policies", "mappings", "cloudformation", "*.yaml")
REGION = "us-east-1"


def resolve(schema, root):
    for _ in range(10):
        if "$ref" not in schema:
            break
        target = root
        for step in schema["$ref"].lstrip("#/").split("/"):
            target = target[step]
        schema = target
    return schema


def paths(type_name):
    root = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, type_name).schema
    read_only = {
        pointer.replace("/properties/", "", 1).replace("/properties/", ".").replace("/*", "")
        for pointer in root.get("readOnlyProperties", [])
    }
    found = set()

    def walk(schema, path, stack):
        reference = schema.get("$ref")
        if reference in stack or len(stack) > 8:
            return
        stack = stack + ([reference] if reference else [])
        schema = resolve(schema, root)
        if path and path not in read_only:
            found.add(path)
        choices = [schema]
        for word in ("oneOf", "anyOf", "allOf"):
            choices += [resolve(choice, root) for choice in schema.get(word, [])]
        for choice in choices:
            for name, member in choice.get("properties", {}).items():
                walk(member, f"{path}.{name}" if path else name, stack)
            if isinstance(choice.get("items"), dict):
                walk(choice["items"], path, stack)

    walk(root, "", [])
    return found


def mapped_names(node, names):
    """All words of a mapping: a property on no mapping's way is left out below the first level."""
    if isinstance(node, dict):
        for value in node.values():
            mapped_names(value, names)
    elif isinstance(node, list):
        for value in node:
            mapped_names(value, names)
    elif isinstance(node, str):
        for word in node.replace("[]", "").replace("{}", "").replace("/", "").split("."):
            names.add(word.split("[")[0])


def main():
    for path in sorted(glob.glob(MAPPINGS)):
        with open(path, encoding="utf-8") as file:
            entries = yaml.safe_load(file)
        for entry in sorted(entries, key=lambda entry: entry["type"]):
            names = set()
            mapped_names(entry, names)
            kept = sorted(p for p in paths(entry["type"]) if "." not in p or all(w in names for w in p.split(".")))
            json.dump({"type": entry["type"], "properties": kept}, sys.stdout, separators=(",", ":"))
            print()


if __name__ == "__main__":
    main()
