"""The form of a mend: a command as it is typed, with a comment or without, or a sentence."""

import subprocess


def assert_typed_or_told(finding):
    """Either a shell takes the whole of it, or it begins and ends as a sentence; nothing is half of each."""
    fix = finding["fix"]
    if finding["level"] == "ok":
        assert fix == "", finding
    elif fix[0].isupper():
        assert fix.endswith("."), finding
    else:
        command = fix.partition("  # ")[0]
        assert subprocess.run(["bash", "-n", "-c", fix], check=False, capture_output=True).returncode == 0, finding
        assert not command.endswith((".", ";")) and ", " not in command and ": " not in command, finding
