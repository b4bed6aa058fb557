#!/usr/bin/env python3
"""Makes plans from the fixtures, and the lines that name them: make-plans.py FOLDER COUNT

Every plan is one of a workspace of its own: the fixtures in turn, each with a variable that names the workspace. Every
hundredth is cut short, as plans are whose job was stopped. Every fourth stands in its line, the others in files.
"""

import glob
import json
import os
import sys

folder, count = sys.argv[1], int(sys.argv[2])
root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fixtures")
fixtures = sorted(glob.glob(f"{root}/**/plan.json", recursive=True))
plans = [json.load(open(path, encoding="utf-8")) for path in fixtures]
plans = [plan for plan in plans if not plan.get("errored")]
os.makedirs(f"{folder}/plans", exist_ok=True)
size = 0
with open(f"{folder}/lines.jsonl", "w", encoding="utf-8") as lines:
    for number in range(count):
        name = f"workspace-{number:05}"
        plan = dict(plans[number % len(plans)])
        plan["variables"] = {**plan.get("variables", {}), "workspace": {"value": name}}
        text = json.dumps(plan, separators=(",", ":"))
        size += len(text)
        if number % 4 == 3:
            lines.write(f'{{"id":"{name}","plan":{text}}}\n')
            continue
        path = f"{folder}/plans/{name}.json"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text[: len(text) // 2] if number % 100 == 0 else text)
        lines.write(json.dumps({"id": name, "path": path}) + "\n")
print(f"{count} plans from {len(plans)} fixtures, {size / 1e6:.0f} MB")
