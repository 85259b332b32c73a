"""What the Autobahn test suite found: a table by chapter, and every case that is not plainly OK."""

import collections
import json
import pathlib
import sys

CHAPTERS = {
    "1": "framing", "2": "pings and pongs", "3": "reserved bits", "4": "opcodes", "5": "fragmentation", "6": "UTF-8",
    "7": "closing", "9": "limits and speed", "10": "a message in many pieces"}
CASES_MIN = {"1": 16, "2": 11, "3": 7, "4": 10, "5": 20, "6": 145, "7": 37, "9": 54, "10": 1}
BEHAVIOURS = ["OK", "NON-STRICT", "INFORMATIONAL", "UNIMPLEMENTED", "FAILED"]


def main(report):
    results = json.loads((report / "index.json").read_text())["snug"]
    by_chapter = collections.defaultdict(collections.Counter)
    failed, odd = [], []
    for case, result in sorted(results.items(), key=lambda item: [int(part) for part in item[0].split(".")]):
        behaviour, close = result["behavior"], result["behaviorClose"]
        by_chapter[case.split(".")[0]][behaviour] += 1
        line = f"{case}: {behaviour}, close {close} ({result['remoteCloseCode']}), {result['duration']} ms"
        if "FAILED" in (behaviour, close) or close in ("WRONG CODE", "UNCLEAN"):
            failed.append(line)
        elif (behaviour, close) not in (("OK", "OK"), ("INFORMATIONAL", "INFORMATIONAL")):
            odd.append(line)

    print(f"{'':28}" + "".join(f"{behaviour:>15}" for behaviour in BEHAVIOURS) + f"{'ms':>10}")
    for chapter, name in CHAPTERS.items():
        spent = sum(result["duration"] for case, result in results.items() if case.split(".")[0] == chapter)
        counts = "".join(f"{by_chapter[chapter][behaviour]:>15}" for behaviour in BEHAVIOURS)
        print(f"{chapter:>3} {name:24}{counts}{spent:>10}")
    for line in odd:
        print(line)
    for line in failed:
        print("FAILED", line)
    missing = [chapter for chapter in CHAPTERS if sum(by_chapter[chapter].values()) < CASES_MIN[chapter]]
    if missing:
        print(f"chapters {missing} were not run whole")
    print(f"\n{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
