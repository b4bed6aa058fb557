#!/usr/bin/env python3
"""Writes what moto makes of the values in the templates of fixtures/cloudformation: what ours are compared with.

    pip install 'moto[cloudformation]' cfn-lint
    python3 Tests/CloudFormationTests/Facts/resolve.py > Tests/CloudFormationTests/Facts/resolved.json

For each template of FILES: its resources with their properties resolved. What is made of another resource, or of
a pseudo-parameter, is marked: moto's mocks make up other names than CloudFormation, and nobody knows them beforehand.
Resources whose condition is false are left out. Properties that moto cannot resolve are marked too.
"""

import json
import os
import sys

import cfnlint.decode
from moto.cloudformation import parsing

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "..", "..", "fixtures", "cloudformation")
FILES = [
    "functions/template.yaml",
    "payments-noncompliant/template.yaml",
    "payments-compliant/template.json",
]
OPEN = "<open>"


class Names(parsing.ResourceMap):
    """A map that makes no resources."""

    def __getitem__(self, key):
        if key in self._template.get("Resources", {}) or key.startswith("AWS::"):
            return OPEN
        return super().__getitem__(key)

    def get(self, key, default=None):
        if key in self._template.get("Resources", {}):
            return Attributes()
        return super().get(key, default)


class Attributes:
    def get_cfn_attribute(self, name):
        return OPEN


def resolved(value, names):
    try:
        return marked(parsing.clean_json(value, names))
    except Exception as problem:  # moto throws whatever its mocks throw
        print(f"not resolved: {problem!r}", file=sys.stderr)
        return OPEN


def marked(value):
    if isinstance(value, dict):
        return {key: marked(member) for key, member in value.items()}
    if isinstance(value, list):
        return [marked(element) for element in value]
    return OPEN if isinstance(value, str) and OPEN in value else value


def main():
    result = {}
    for file in FILES:
        # cfn-lint reads the short tags as CloudFormation does; moto's own reader does not know `!Condition`.
        template = json.loads(json.dumps(cfnlint.decode.decode(os.path.join(FIXTURES, file))[0]))
        given = {name: parameter["Default"] for name, parameter in template.get("Parameters", {}).items()}
        given = {name: str(value) for name, value in given.items()}
        names = Names("id", "stack", given, {}, "eu-central-1", "123456789012", template, {})
        names._parsed_resources.update(template.get("Mappings", {}))
        names.load_parameters()
        names.load_conditions()
        resources = {}
        for name, resource in template["Resources"].items():
            condition = resource.get("Condition")
            if condition and not names.lazy_condition_map[condition]:
                continue
            resources[name] = {
                key: resolved(value, names) for key, value in resource.get("Properties", {}).items()
            }
        result[file] = resources
    json.dump(result, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
