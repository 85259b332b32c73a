"""What is left of the package when it is gone again, on a box that has never seen it."""

OTHERS = ("/proc", "/sys", "/dev", "/run", "/tmp", "/var/tmp", "/packages", "/var/log", "/var/cache", "/var/lib/dpkg", "/var/lib/apt")
"""What the system writes of itself whenever a package comes or goes."""
ACCOUNTS = {f"/etc/{name}" for name in ("passwd", "passwd-", "group", "group-", "shadow", "shadow-", "gshadow", "gshadow-")}
"""The account stays: files that it owned keep their owner's name (Debian policy 9.2.2)."""


def files(box):
    """Every file and folder, with what a change of a file would show."""
    pruned = " -o ".join(f"-path {path}" for path in OTHERS)
    listed = box.run(
        "sh", "-c", rf"find / \( {pruned} \) -prune -o \( -type f -printf '%p %s %T@\n' \) -o -printf '%p\n'")
    return {line.split(" ")[0]: line for line in listed.split("\n")}


def test_a_purge_leaves_the_backups_and_nothing_else(box, packages):
    """Installed, removed, installed, upgraded, purged: what was made on the way is gone, but for backups and the
    account."""
    before = files(box)
    box.install(packages[0])
    box.as_snug("backup", "create")
    box.run("apt-get", "remove", "--yes", "snug")
    box.install(packages[0])
    box.install(packages[1])
    box.write("/etc/snug/smtp-password", "secret\n")
    box.write("/etc/systemd/system/snug.service.d/override.conf", "[Service]\nLimitNOFILE=70000\n")
    box.run("systemctl", "daemon-reload")
    box.run("apt-get", "purge", "--yes", "snug")
    after = files(box)
    ours = {path for path in after if path.startswith("/var/lib/snug")}
    assert ours and all(path == "/var/lib/snug" or path.startswith("/var/lib/snug/backups") for path in ours), ours
    # An administrator's own drop-in is no part of the package.
    override = {"/etc/systemd/system/snug.service.d", "/etc/systemd/system/snug.service.d/override.conf"}
    left = {path for path, line in after.items() if before.get(path) != line} - ours - override - ACCOUNTS
    assert not left, sorted(left)
    assert before.keys() <= after.keys(), sorted(before.keys() - after.keys())
    assert "snug" not in box.run("systemctl", "list-unit-files", "--no-legend")
    assert not box.run("find", "/run", "-name", "*snug*")


def test_another_purge_after_everything_is_gone_says_nothing_wrong(box, packages):
    """Backups thrown away by hand, and the package once more."""
    box.run("rm", "-r", "/var/lib/snug", "/etc/systemd/system/snug.service.d")
    assert "setup#" in box.install(packages[0])
    box.run("rm", "-r", "/var/lib/snug")
    said = box.run("apt-get", "purge", "--yes", "snug")
    assert "rror" not in said and "cannot" not in said and "warning" not in said, said
    assert not box.has("/var/lib/snug") and not box.has("/etc/snug")
