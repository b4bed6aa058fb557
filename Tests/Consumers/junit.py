"""Reads a JUnit report with junitparser and holds its counts against those of the JSON report."""
import json
import sys

import junitparser

suites = junitparser.JUnitXml.fromfile(sys.argv[1])
summary = json.load(open(sys.argv[2], encoding="utf-8"))["summary"]
cases = [case for suite in suites for case in suite]
passed = [case for case in cases if not case.result]
kinds = [type(result).__name__ for case in cases for result in case.result]
judged = summary["pass"] + summary["fail"] + summary["indeterminate"]
assert len(cases) == max(1, judged), (len(cases), judged)
assert len(passed) == summary["pass"], (len(passed), summary)
assert kinds.count("Failure") + kinds.count("Skipped") == max(1, judged) - summary["pass"], kinds
assert (kinds.count("Failure") > 0) == (summary["exitStatus"] == 1), summary
assert suites.tests == len(cases) and suites.failures == kinds.count("Failure"), (suites.tests, suites.failures)
