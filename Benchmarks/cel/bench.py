"""Nanoseconds per evaluation of five conditions: this package, cel-python and common-expression-language, in one run.

usage: bench.py BENCHMARK_BINARY [--rounds N]
The conditions are read from Sources/Conditions.swift. The subjects are those of Sources/Subjects.swift.
"""

import json
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent


def conditions():
    text = (HERE / "Sources" / "Conditions.swift").read_text()
    found = re.findall(r'"(\w+)",\s*(?:#"(.*?)"#|"(.*?)")\s*\)', text, re.S)
    return [(name, raw or plain) for name, raw, plain in found]


def subject(index):
    attributes = {f"attribute_{n}": f"value {n}" for n in range(11)}
    attributes["storage_encrypted"] = index % 7 != 1
    attributes["backup_retention_period"] = index % 30
    attributes["engine"] = "postgres" if index % 3 == 0 else "mysql"
    attributes["name"] = f"db-{index}"
    attributes["tags"] = {"owner": f"team {index % 5}", "environment": "production"}
    attributes["ingress"] = [rule(n, index % 7 == 0 and n == 4) for n in range(5)]
    attributes.update({f"attribute_{n}": n for n in range(11, 21)})
    return attributes


def rule(number, is_open):
    return {
        "cidr": "0.0.0.0/0" if is_open else f"10.{number}.0.0/16",
        "from_port": 0 if is_open else number * 1000,
        "to_port": 65535 if is_open else number * 1000 + 10,
        "cidrs": [f"192.168.{number}.0/24", f"10.{number}.0.0/16"],
    }


def measure(evaluate, subjects, rounds):
    best, trues = float("inf"), 0
    for _ in range(rounds):
        start = time.perf_counter_ns()
        trues = sum(1 for item in subjects if evaluate(item) is True)
        best = min(best, (time.perf_counter_ns() - start) / len(subjects))
    return best, trues


def with_celpy(text, subjects, rounds):
    import celpy

    environment = celpy.Environment()
    program = environment.program(environment.compile(text))
    prepared = [{"r": celpy.json_to_cel(item)} for item in subjects]
    return measure(lambda item: bool(program.evaluate(item)), prepared, rounds)


def with_rust(text, subjects, rounds):
    import cel

    program = cel.compile(text)

    def prepare(item):
        context = cel.Context()
        context.add_variable("r", item)
        return context

    return measure(program.execute, [prepare(item) for item in subjects], rounds)


def main():
    binary = sys.argv[1]
    lines = subprocess.run([binary], capture_output=True, text=True, check=True).stdout.splitlines()
    own = {item["name"]: item for item in map(json.loads, lines)}
    subjects = [subject(index) for index in range(1000)]
    print(f"{'condition':12} {'CEL (Swift)':>12} {'cel-python':>12} {'common-expr.':>12}   ratios")
    for name, text in conditions():
        cells = [own[name]["ns"]]
        for runner, count in ((with_celpy, 60), (with_rust, 1000)):
            try:
                nanoseconds, trues = runner(text, subjects[:count], 3)
                wanted = own[name]["true"] * count / 1000
                note = "" if abs(trues - wanted) <= max(3, 0.2 * count) else f" ({trues} true!)"
                cells.append(nanoseconds)
                if note:
                    print(f"  {name}: {runner.__name__}{note}")
            except Exception as error:  # an implementation may be absent or lack a function
                print(f"  {name}: {runner.__name__}: {type(error).__name__}: {str(error)[:100]}")
                cells.append(float("nan"))
        ratios = "  ".join(f"{cell / cells[0]:.0f}x" for cell in cells[1:])
        print(f"{name:12} " + " ".join(f"{cell:12.1f}" for cell in cells) + f"   {ratios}")


if __name__ == "__main__":
    main()
