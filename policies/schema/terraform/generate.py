#!/usr/bin/env python3
"""Writes the compact index of a Terraform provider's schema that rules are type-checked against.

    terraform providers schema -json > schemas.json
    python3 policies/schema/terraform/generate.py schemas.json > policies/schema/terraform/aws.jsonl

The input may also be a reduced form of the same facts, {"version", "resources", "data_sources"} with `block`, `type` and
boolean flags per attribute, plain or gzipped. `--provider` names the provider where the input holds several.

Encoding, one resource type per line, sorted by mode and type:

    {"type":"aws_vpc","mode":"managed","attributes":{NAME:ATTRIBUTE,...}}

ATTRIBUTE is one of

    "TYPE:FLAGS"                                              for example "s:oc"
    {"t":TYPE,"f":FLAGS}                                      where TYPE is not a string
    {"block":"list|set|single|map","attributes":{...},"max":1}   a nested block; "max" only where the schema limits it

TYPE is one of

    s n b d           string, number, bool, dynamic
    Lx Sx Mx          list, set, map of x, where x is again one of the letters ("Ss", "SMs")
    {"o":{NAME:TYPE}} an object
    {"L":X} {"S":X} {"M":X}   list, set, map of an X that is not a string
    {"T":[X,...]}     a tuple

FLAGS, any of: r required, o optional, c computed, s sensitive, w write-only, d deprecated.

A few types nest the same statements into each other to a depth that makes up most of the schema (wafv2, quicksight, lex).
Below --depth levels of blocks (default 7) such a type's blocks are written as "d:o": dynamic, not checked further.
"""
import argparse
import gzip
import json
import os
import sys

SCALARS = {"string": "s", "number": "n", "bool": "b", "dynamic": "d"}
COLLECTIONS = {"list": "L", "set": "S", "map": "M"}
# Over a megabyte each as JSON, and nothing in them bears on PCI DSS.
LEFT_OUT = {"aws_quicksight_analysis", "aws_quicksight_dashboard", "aws_quicksight_template"}


def encode_type(type_):
    if isinstance(type_, str):
        return SCALARS[type_]
    kind, inner = type_[0], type_[1]
    if kind in COLLECTIONS:
        element = encode_type(inner)
        letter = COLLECTIONS[kind]
        return letter + element if isinstance(element, str) else {letter: element}
    if kind == "object":
        return {"o": {name: encode_type(inner[name]) for name in sorted(inner)}}
    if kind == "tuple":
        return {"T": [encode_type(element) for element in inner]}
    raise ValueError(f"unknown type {type_!r}")


def encode_attribute(type_, attribute):
    flags = "".join(
        letter
        for letter, name in (
            ("r", "required"), ("o", "optional"), ("c", "computed"),
            ("s", "sensitive"), ("w", "write_only"), ("d", "deprecated"),
        )
        if attribute.get(name)
    )
    encoded = encode_type(type_)
    return f"{encoded}:{flags}" if isinstance(encoded, str) else {"t": encoded, "f": flags}


def nested_attribute_type(nested):
    """The type of an attribute with nested attributes (plugin protocol 6), as a type expression."""
    inner = ["object", {name: attribute.get("type") or nested_attribute_type(attribute["nested_type"])
                        for name, attribute in nested["attributes"].items()}]
    mode = nested.get("nesting_mode", "single")
    return inner if mode == "single" else [mode, inner]


def encode_full_block(block, depth):
    """A block as `terraform providers schema -json` writes it."""
    result = {}
    for name, attribute in block.get("attributes", {}).items():
        type_ = attribute["type"] if "type" in attribute else nested_attribute_type(attribute["nested_type"])
        result[name] = encode_attribute(type_, attribute)
    for name, nested in block.get("block_types", {}).items():
        if depth == 0:
            result[name] = "d:o"
            continue
        mode = nested["nesting_mode"]
        entry = {"block": "single" if mode == "group" else mode,
                 "attributes": encode_full_block(nested["block"], depth - 1)}
        if nested.get("max_items"):
            entry["max"] = nested["max_items"]
        result[name] = entry
    return dict(sorted(result.items()))


def encode_reduced_block(attributes, depth):
    """A block of the reduced form."""
    result = {}
    for name, attribute in sorted(attributes.items()):
        if "block" not in attribute:
            result[name] = encode_attribute(attribute["type"], attribute)
        elif depth == 0:
            result[name] = "d:o"
        else:
            entry = {"block": attribute["block"], "attributes": encode_reduced_block(attribute["attributes"], depth - 1)}
            if attribute.get("max_items"):
                entry["max"] = attribute["max_items"]
            result[name] = entry
    return result


def types_of(document, provider, depth):
    """Yields (mode, type, attributes)."""
    if "provider_schemas" in document:
        schemas = document["provider_schemas"]
        names = [name for name in schemas if provider is None or name.split("/")[-1] == provider]
        if len(names) != 1:
            sys.exit(f"name one provider with --provider; found: {', '.join(sorted(schemas))}")
        schema = schemas[names[0]]
        for mode, key in (("managed", "resource_schemas"), ("data", "data_source_schemas")):
            for type_, entry in schema.get(key, {}).items():
                yield mode, type_, encode_full_block(entry["block"], depth)
    else:
        for mode, key in (("managed", "resources"), ("data", "data_sources")):
            for type_, attributes in document[key].items():
                yield mode, type_, encode_reduced_block(attributes, depth)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("schema")
    parser.add_argument("--provider")
    parser.add_argument("--depth", type=int, default=7)
    parser.add_argument("--data", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "aws-data-sources.txt"),
                        help="file that lists the data sources to include, one a line")
    arguments = parser.parse_args()
    opener = gzip.open if arguments.schema.endswith(".gz") else open
    with opener(arguments.schema, "rt", encoding="utf-8") as file:
        document = json.load(file)
    with open(arguments.data, encoding="utf-8") as file:
        data_sources = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    lines = sorted(
        (mode, type_, attributes) for mode, type_, attributes in types_of(document, arguments.provider, arguments.depth)
        if type_ not in LEFT_OUT and (mode == "managed" or type_ in data_sources)
    )
    missing = data_sources - {type_ for mode, type_, _ in lines if mode == "data"}
    if missing:
        sys.exit(f"no such data source: {', '.join(sorted(missing))}")
    for mode, type_, attributes in lines:
        print(json.dumps({"type": type_, "mode": mode, "attributes": attributes}, separators=(",", ":")))


if __name__ == "__main__":
    main()
