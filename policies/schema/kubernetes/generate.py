#!/usr/bin/env python3
"""Writes the index of Kubernetes' built-in kinds that rules are type-checked against.

    python3 policies/schema/kubernetes/generate.py FOLDER > policies/schema/kubernetes/kinds.jsonl

FOLDER holds JSON schemas made from the API's OpenAPI document, one folder a version with a `_definitions.json` in it, as
the Python package `kubernetes-validate` carries them (`kubernetes_validate/kubernetes-json-schema`). The newest version
comes first; kinds and fields that only older versions have are added from those.

One record a line, sorted. A kind:

    {"type":"Deployment","group":"apps","versions":["v1"],"fields":{"spec":"DeploymentSpec",...}}

A record that kinds are made of has a `type` that begins with a colon:

    {"type":":DeploymentSpec","fields":{"replicas":"int",...}}

A field's type is string, int, number, bool, any; [T] a list; {T} a map of string to T; else the name of a record.
Every kind also has apiVersion, kind and metadata.
"""
import json
import os
import re
import sys

PREFIX = "io.k8s."
# Fields that no manifest of a user's sets.
LEFT_OUT = {"status", "managedFields"}
# Rules look at all containers of a pod alike.
SAME = {"EphemeralContainer": "Container"}
STABLE = re.compile(r"^v(\d+)(?:(alpha|beta)(\d+))?$")


def rank(version):
    major, stage, minor = STABLE.match(version).groups()
    return ({None: 2, "beta": 1, "alpha": 0}[stage], int(major), int(minor or 0))


def versions(folder):
    found = [name for name in os.listdir(folder) if re.fullmatch(r"v[\d.]+-local", name)]
    return sorted(found, key=lambda name: [int(part) for part in re.findall(r"\d+", name)], reverse=True)


def kind_of(definition):
    """Group, version and kind of a definition that is an object of its own, else None."""
    entries = definition.get("x-kubernetes-group-version-kind") or []
    if len(entries) != 1 or "metadata" not in definition.get("properties", {}):
        return None
    entry = entries[0]
    if entry["kind"].endswith("List") and "items" in definition["properties"]:
        return None
    return entry["group"], entry["version"], entry["kind"]


class Index:
    def __init__(self):
        self.records = {}  # name -> fields
        self.sources = {}  # name -> definition it was made from
        self.kinds = {}  # kind -> (group, [versions], fields)
        self.definitions = {}

    def name(self, full):
        """A record's short name, with its group where two records share one."""
        parts = full[len(PREFIX):].split(".")
        short = parts[-1]
        if self.sources.get(short, full).split(".")[:-2] == full.split(".")[:-2]:
            return short
        return f"{parts[-3]}.{short}"

    def type(self, schema):
        if "$ref" in schema:
            return self.reference(schema["$ref"].rsplit("/", 1)[-1])
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), None)
        if kind == "array":
            inner = self.type(schema.get("items", {}))
            return f"[{inner}]"
        if kind == "object":
            inner = schema.get("additionalProperties")
            return "{" + self.type(inner) + "}" if isinstance(inner, dict) and inner else "any"
        return {"string": "string", "integer": "int", "number": "number", "boolean": "bool"}.get(kind, "any")

    def reference(self, full):
        definition = self.definitions.get(full, {})
        if "properties" not in definition:
            kind = definition.get("type")
            return "string" if kind == "string" and "Quantity" not in full else "any"
        name = self.name(full)
        if name in SAME:
            merged = self.records.setdefault(SAME[name], {})
            for field, type in self.fields(definition).items():
                merged.setdefault(field, type)
            return SAME[name]
        if name not in self.sources:
            self.sources[name] = full
            self.records.setdefault(name, {}).update(self.fields(definition))
        return name

    def fields(self, definition):
        return {
            field: self.type(schema)
            for field, schema in sorted(definition["properties"].items())
            if field not in LEFT_OUT and not (field in ("apiVersion", "kind") and kind_of(definition))
        }

    def add(self, path):
        with open(path, encoding="utf-8") as file:
            self.definitions = json.load(file)["$defs"]
        found = {}
        for full, definition in self.definitions.items():
            if full.startswith(PREFIX) and (entry := kind_of(definition)):
                found.setdefault(entry[2], []).append((entry[0], entry[1], full, definition))
        for kind, entries in sorted(found.items()):
            entries.sort(key=lambda entry: (entry[0] != "events.k8s.io", rank(entry[1])), reverse=True)
            group, _, _, definition = entries[0]
            known = self.kinds.setdefault(kind, {"group": group, "versions": [], "fields": {}})
            for entry in entries:
                label = entry[1] if entry[0] == known["group"] else f"{entry[0]}/{entry[1]}"
                if label not in known["versions"]:
                    known["versions"].append(label)
            fields = {name: type for name, type in self.fields(definition).items() if name != "metadata"}
            known["fields"] = {**fields, **known["fields"]}


def renamed(fields, names):
    """Fields whose types are other records by the names that those have now."""
    return {
        field: re.sub(r"[A-Za-z][\w.]*", lambda match: names.get(match.group(), match.group()), type)
        for field, type in sorted(fields.items())
    }


def main():
    index = Index()
    for version in versions(sys.argv[1]):
        index.add(os.path.join(sys.argv[1], version, "_definitions.json"))
    # A record must not have the name of a kind.
    names = {
        name: f"{index.sources[name].split('.')[-3]}.{name}" for name in index.records if name in index.kinds
    }
    lines = [
        {"type": kind, **entry, "fields": renamed(entry["fields"], names)} for kind, entry in index.kinds.items()
    ]
    lines += [
        {"type": f":{names.get(name, name)}", "fields": renamed(fields, names)}
        for name, fields in index.records.items()
    ]
    for line in sorted(lines, key=lambda line: line["type"]):
        print(json.dumps(line, separators=(",", ":"), sort_keys=False))


if __name__ == "__main__":
    main()
