"""How the tree reads, in figures: `{section: {row: [numbers]}}`, each section naming its numbers."""

import subprocess
from collections import Counter

from chat_methods import public_methods
from doc_comments import doc_comments
from formatter import configured_rules, findings, known_rules
from repository import HERE
from swift_functions import functions

START = "56cd5ca"
"""The commit that the figures are compared with."""
SUBJECT_MAX = 72
FUNCTION_LINES_MAX = 60


def measure(repository):
    """All figures of a checkout; a row without numbers could not be known."""
    return {
        "Files side by side: most in one folder": side_by_side(repository),
        "Lines of a file: files, median, p90, max": file_lines(repository),
        "Lines of a Swift function: functions, median, p90, max, over 60": function_lines(repository),
        "Documentation comments: count, %": grammar(repository),
        "Public methods of Chat: all, without a caller": chat_methods(repository),
        "Lint: rules on, rules known, findings, findings under today's rules": lint(repository),
        "README.md: words": {"README.md": [len(repository.text("README.md").split())]},
        f"Commit subjects over {SUBJECT_MAX} characters: over, all": commit_subjects(repository),
    }


def side_by_side(repository):
    most = {}
    for folder, count in repository.side_by_side("Sources").items():
        target = "/".join(folder.split("/")[1:2]) or "Sources"
        most[target] = max(most.get(target, 0), count)
    return {target: [count] for target, count in sorted(most.items())}


def file_lines(repository):
    groups = {}
    for name in repository.files:
        if group := _group(name):
            groups.setdefault(group, []).append(repository.lines(name))
    return {group: _spread(lines) for group, lines in sorted(groups.items())}


def function_lines(repository):
    lines = [each.lines for name in repository.under("Sources", ".swift") for each in functions(repository.text(name))]
    return {"Sources": [*_spread(lines), sum(each > FUNCTION_LINES_MAX for each in lines)]}


def grammar(repository):
    counts = Counter(
        each.grammar for name in repository.under("Sources", ".swift") for each in doc_comments(repository.text(name)))
    return {kind: [count, round(100 * count / counts.total(), 1)] for kind, count in sorted(counts.items())}


def chat_methods(repository):
    methods = public_methods(repository)
    return {"Chat": [len(methods), sum(not each.is_guarded for each in methods)]}


def lint(repository):
    on = sum(configured_rules(repository).values())
    own, today = repository.root / ".swift-format", HERE / ".swift-format"
    return {"swift format": [
        on, len(known_rules()), len(findings(repository, own)), len(findings(repository, today))]}


def commit_subjects(repository):
    """Of the commits since the start; of the hundred before it in a checkout of that very one."""
    try:
        start = repository.git("rev-parse", "--verify", "--quiet", f"{START}^{{commit}}").strip()
        is_start = start == repository.git("rev-parse", "HEAD").strip()
        subjects = repository.git("log", "--format=%s", *(["-100", start] if is_start else [f"{start}..HEAD"]))
    except subprocess.CalledProcessError:
        return {"subjects": []}
    subjects = subjects.splitlines()
    return {"subjects": [sum(len(each) > SUBJECT_MAX for each in subjects), len(subjects)]}


def _group(name):
    """What a file is counted with; `None` where it is not counted."""
    if name.startswith("Sources/SnugWeb/client/") and name.endswith(".js"):
        return None if "/words/" in name else "client, JavaScript without words"
    if name.startswith("Sources/") and name.endswith(".swift"):
        return name.split("/")[1]
    languages = {".swift": "Swift", ".js": "JavaScript", ".py": "Python"}
    ending = name[name.rfind("."):]
    return f"tests, {languages[ending]}" if name.startswith("Tests/") and ending in languages else None


def _spread(numbers):
    """Count, median, 90th percentile and maximum."""
    ordered = sorted(numbers)
    return [len(ordered), *(ordered[round(share * (len(ordered) - 1))] for share in (0.5, 0.9, 1))]
