"""Prints what simdjson needs to parse a file, in microseconds: the fastest of some runs, without start-up and reading.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pysimdjson
    /tmp/venv/bin/python Benchmarks/simdjson_floor.py FILE
"""

import importlib.metadata
import sys
import time

import simdjson

RUNS = 5

if len(sys.argv) < 2:
    print(f"pysimdjson {importlib.metadata.version('pysimdjson')}")
    sys.exit()

with open(sys.argv[1], "rb") as file:
    text = file.read()

best = None
for _ in range(RUNS):
    parser = simdjson.Parser()
    start = time.perf_counter()
    document = parser.parse(text)
    duration = time.perf_counter() - start
    best = duration if best is None else min(best, duration)
    del document
print(round(best * 1e6))
