"""Compares this package with cel-python and common-expression-language over generated expressions and values.

usage: differential.py CEL_CONFORMANCE_BINARY [--count N] [--seed N]
Every disagreement is printed; docs/cel.md lists the known ones with the paragraph that settles them.
Each implementation is skipped if it is not installed.
"""

import argparse
import base64
import json
import random
import re
import subprocess
import tempfile

VARIABLES = {
    "i": 3,
    "j": -7,
    "d": 2.5,
    "s": "héllo wörld",
    "t": "abc",
    "b": True,
    "n": None,
    "l": [1, 2, 3],
    "w": ["a", "abc", ""],
    "m": {"a": 1, "b": {"c": [True, False]}, "k": "v"},
}


class Generator:
    """Well-typed expressions mostly: what fails everywhere compares nothing."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def make(self, kind, depth):
        return getattr(self, kind)(depth - 1) if depth > 0 else self.leaf(kind)

    def leaf(self, kind):
        return self.pick(*{
            "bool": ["true", "false", "b", "m.b.c[0]"],
            "int": ["0", "1", "-2", "i", "j", "m.a", "9223372036854775807", "l[1]"],
            "double": ["0.5", "d", "-1.25", "1e3"],
            "string": ["''", "'abc'", "s", "t", "m.k", "w[1]", "'a\\n\"b'"],
            "list": ["[]", "l", "[1, 5]", "[i, j]"],
            "words": ["w", "['x', t]", "[]"],
        }[kind])

    def bool(self, depth):
        kind = self.pick("int", "double", "string")
        return self.pick(
            lambda: f"({self.make('bool', depth)} {self.pick('&&', '||')} {self.make('bool', depth)})",
            lambda: f"!{self.make('bool', depth)}",
            lambda: f"({self.make(kind, depth)} {self.pick('==', '!=', '<', '<=', '>', '>=')} {self.make(kind, depth)})",
            lambda: f"({self.make('int', depth)} in {self.make('list', depth)})",
            lambda: f"({self.make('string', depth)} in m)",
            lambda: f"{self.make('string', depth)}.{self.pick('startsWith', 'endsWith', 'contains')}({self.make('string', depth)})",
            lambda: f"{self.make('string', depth)}.matches({self.pick(repr('^a.c$'), repr('[a-z]+'), repr('(ab)*'))})",
            lambda: f"{self.make('list', depth)}.{self.pick('all', 'exists', 'exists_one')}(x, x {self.pick('<', '==', '>')} {self.make('int', depth)})",
            lambda: f"{self.make('words', depth)}.{self.pick('all', 'exists')}(x, x.startsWith({self.make('string', depth)}))",
            lambda: f"has(m.{self.pick('a', 'z', 'b.c')})",
            lambda: f"({self.make('bool', depth)} ? {self.make('bool', depth)} : {self.make('bool', depth)})",
            lambda: f"({self.make('list', depth)} == {self.make('list', depth)})",
        )()

    def int(self, depth):
        return self.pick(
            lambda: f"({self.make('int', depth)} {self.pick('+', '-', '*', '/', '%')} {self.make('int', depth)})",
            lambda: f"size({self.make(self.pick('string', 'list', 'words'), depth)})",
            lambda: f"int({self.make(self.pick('double', 'int'), depth)})",
            lambda: f"(-{self.make('int', depth)})",
            lambda: f"({self.make('bool', depth)} ? {self.make('int', depth)} : {self.make('int', depth)})",
        )()

    def double(self, depth):
        return self.pick(
            lambda: f"({self.make('double', depth)} {self.pick('+', '-', '*', '/')} {self.make('double', depth)})",
            lambda: f"double({self.make('int', depth)})",
        )()

    def string(self, depth):
        return self.pick(
            lambda: f"({self.make('string', depth)} + {self.make('string', depth)})",
            lambda: f"string({self.make('int', depth)})",
            lambda: f"({self.make('bool', depth)} ? {self.make('string', depth)} : {self.make('string', depth)})",
        )()

    def list(self, depth):
        return self.pick(
            lambda: f"({self.make('list', depth)} + {self.make('list', depth)})",
            lambda: f"[{self.make('int', depth)}, {self.make('int', depth)}]",
            lambda: f"{self.make('list', depth)}.map(x, x + {self.make('int', depth)})",
            lambda: f"{self.make('list', depth)}.filter(x, x > {self.make('int', depth)})",
        )()

    def words(self, depth):
        return self.pick(
            lambda: f"({self.make('words', depth)} + {self.make('words', depth)})",
            lambda: f"[{self.make('string', depth)}, {self.make('string', depth)}]",
        )()


def tagged(value):
    if value is None:
        return {"null": None}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        special = {float("inf"): "Infinity", float("-inf"): "-Infinity"}
        return {"double": "NaN" if value != value else special.get(value, value)}
    if isinstance(value, str):
        return {"string": value}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, (list, tuple)):
        return {"list": [tagged(item) for item in value]}
    if isinstance(value, dict):
        return {"map": [[tagged(key), tagged(item)] for key, item in value.items()]}
    raise TypeError(type(value).__name__)


def celpy_runner():
    import celpy
    from celpy import celtypes

    environment = celpy.Environment()
    context = {name: celpy.json_to_cel(value) for name, value in VARIABLES.items()}

    def plain(value):
        if isinstance(value, celpy.CELEvalError):
            raise value
        if value is None:
            return None
        if isinstance(value, celtypes.BoolType):
            return bool(value)
        for kind, make in ((celtypes.IntType, int), (celtypes.DoubleType, float), (celtypes.StringType, str)):
            if isinstance(value, kind):
                return make(value)
        if isinstance(value, celtypes.ListType):
            return [plain(item) for item in value]
        if isinstance(value, celtypes.MapType):
            return {plain(key): plain(item) for key, item in value.items()}
        return value

    return lambda text: plain(environment.program(environment.compile(text)).evaluate(context))


def rust_runner():
    import cel

    return lambda text: cel.evaluate(text, VARIABLES)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = Generator(options.seed)
    kinds = ["bool", "int", "double", "string", "list"]
    texts = [generator.make(generator.pick(*kinds), generator.pick(1, 2, 3, 4)) for _ in range(options.count)]
    bindings = {name: tagged(value) for name, value in VARIABLES.items()}
    for name, make in (("cel-python", celpy_runner), ("common-expression-language", rust_runner)):
        try:
            run = make()
        except ImportError:
            print(f"{name}: skipped, not installed")
            continue
        compare(name, run, texts, bindings, options.binary)


def compare(name, run, texts, bindings, binary):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for number, text in enumerate(texts):
            case = {"section": name, "name": str(number), "expr": text, "bindings": bindings, "disable_check": True}
            try:
                case["expected"] = tagged(run(text))
            except BaseException as error:  # a panic of the extension is no Exception
                case["error"] = [str(error)[:80]]
            file.write(json.dumps(case) + "\n")
        file.flush()
        output = subprocess.run([binary, file.name], capture_output=True, text=True).stdout
    print(f"{name}: {output.strip().splitlines()[-1]}")
    for match in re.finditer(r"FAILED (\S+): (.*)\n(.*)", output):
        print(f"  {match.group(2)}\n    {match.group(3).strip()}")


if __name__ == "__main__":
    main()
