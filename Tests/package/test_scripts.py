"""What the maintainer scripts do where a box is not as it should be: a service that lies, a systemd that is not there."""

import pytest

from maintainer import Maintainer

DATA = "/var/lib/snug"


@pytest.fixture
def box(tmp_path):
    with Maintainer(tmp_path) as box:
        yield box


@pytest.fixture
def database(box):
    """A database with an account in it, as a server left it that has stopped."""
    box.as_service(f"cd {DATA}; snug new --database snug.db; "
                   "snug user add --database snug.db --name Ada ada@example.org --role owner")
    return f"{DATA}/snug.db"


def test_a_purge_moves_nothing_by_the_service_s_links(box):
    """FAULT: a service that is taken over names its file and where root puts it; as root it would be a program of root's."""
    box.does("install -d /var/lib/root-only")
    box.as_service(f"cd {DATA}; rmdir backups; ln -s /var/lib/root-only backups; echo id >snug.db; chmod 755 snug.db")
    ended = box.run("postrm", "purge")
    assert ended.returncode == 0, ended.stdout
    assert box.files("/var/lib/root-only") == []
    assert f"{DATA}/snug.db" in ended.stdout and box.files() == [f"{DATA}/snug.db"]


def test_a_purge_keeps_what_the_log_holds(box, database):
    """The copy is newer than the file: what came since is in the log alone."""
    assert box.run("prerm", "remove").returncode == 0
    box.as_service(f"cd {DATA}; touch -d '-1 hour' snug.db; echo messages >snug.db-wal")
    ended = box.run("postrm", "purge")
    assert ended.returncode == 0, ended.stdout
    kept = [f"{DATA}/backups/purged-snug.db", f"{DATA}/backups/purged-snug.db-wal"]
    assert set(kept) <= set(box.files()) and all(path in ended.stdout for path in kept)


def test_a_purge_keeps_what_could_not_be_copied(box, database):
    """"The database stays", said when the last copy failed, holds for the purge after it, whatever its time says."""
    box.as_service("snug backup create")
    box.as_service(f"touch -d '-1 hour' {database}")
    box.does("echo SNUG_DATABASE=sqlite:///none >>/etc/snug/snug.env")
    removed = box.run("prerm", "remove")
    assert removed.returncode == 0 and "It could not be made" in removed.stdout
    assert box.run("postrm", "remove").returncode == 0
    assert box.run("postrm", "purge").returncode == 0
    assert f"{DATA}/backups/purged-snug.db" in box.files()
    assert box.type("ls /etc/snug").returncode != 0


def test_a_purge_after_a_copy_leaves_the_copies_alone(box, database):
    assert box.run("prerm", "remove").returncode == 0
    assert box.run("postrm", "purge").returncode == 0
    left = box.files()
    assert left and all(path.startswith(f"{DATA}/backups/snug-") for path in left), left


@pytest.mark.parametrize("place", ["mount", "link"])
def test_a_purge_ends_where_the_folder_cannot_go(box, place):
    """The password goes, though the folder is a disk of its own or a link to one."""
    if place == "mount":
        box.does(f"mount -t tmpfs tmpfs {DATA} && mkdir {DATA}/backups && chown -R snug: {DATA}")
    else:
        box.does(f"mv {DATA} /var/lib/disk && ln -s /var/lib/disk {DATA}")
    kept = [f"{DATA}/backups/by-hand.db"] if place == "link" else []
    box.does(f"touch {DATA}/other {' '.join(kept)}; echo secret >/etc/snug/smtp-password")
    ended = box.run("postrm", "purge")
    assert ended.returncode == 0, ended.stdout
    assert box.files() == kept and all(path in ended.stdout for path in kept)
    assert box.type("ls /etc/snug").returncode != 0


@pytest.mark.parametrize("calls", ["postinst configure", "prerm remove", "postrm remove", "postrm purge"])
def test_a_systemd_that_does_not_answer_stops_no_script(box, database, calls):
    """`/run/systemd/system` is there, and nobody behind it: a container that shares /run, a chroot."""
    for name in ("systemctl", "journalctl", "deb-systemd-invoke", "deb-systemd-helper"):
        box.stand_in(name, "echo 'Failed to connect to bus' >&2; exit 1")
    ended = box.run(*calls.split())
    assert ended.returncode == 0, ended.stdout


def test_a_server_that_was_not_to_start_is_not_announced(box):
    """`policy-rc.d` forbids it: the journal's link is that of the run before."""
    box.stand_in("systemctl", 'case "$*" in *ActiveState*) echo inactive;; show*) echo 0123;; esac')
    box.stand_in("journalctl", "echo 'Set-up link: http://localhost:8080/setup#old'")
    ended = box.run("postinst", "configure")
    assert ended.returncode == 0 and "Snug is running" not in ended.stdout and "#old" not in ended.stdout


def test_without_a_journal_the_link_is_printed_all_the_same(box):
    """It is made anew where no journal has it, and only where there is no owner."""
    box.as_service(f"snug new --database {DATA}/snug.db")
    ended = box.run("postinst", "configure")
    assert ended.returncode == 0 and "  http://localhost:8080/setup#" in ended.stdout, ended.stdout
    box.does("snug user add --name Ada ada@example.org --role owner")
    assert "setup" not in box.run("postinst", "configure").stdout


def test_an_installation_beside_copies_says_how_to_go_on(box, database):
    """The server does not begin anew beside them; both ways are printed, and work as printed."""
    box.as_service("snug backup create")
    box.as_service(f"rm {DATA}/snug.db*")
    box.stand_in("deb-systemd-invoke", "exit 1")
    said = box.run("postinst", "configure").stdout
    lines = [line.removeprefix("  sudo ") for line in said.split("\n") if line.startswith("  sudo ")]
    assert [line.split()[0] for line in lines] == ["snug", "systemctl"], said
    assert "sudo snug new && sudo systemctl start snug && sudo snug setup-link" in said
    box.does(lines[0])
    assert "ada@example.org" in box.does("snug user list")


def test_what_a_purge_kept_is_put_back_as_printed(box, database):
    """The database itself, with its log."""
    box.as_service(f"cd {DATA}; echo messages >snug.db-wal")
    assert box.run("postrm", "purge").returncode == 0
    box.stand_in("deb-systemd-invoke", "exit 1")
    said = box.run("postinst", "configure").stdout
    line = next(line for line in said.split("\n") if line.startswith("  sudo ")).removeprefix("  sudo ")
    box.does(line)
    assert box.does(f"cat {DATA}/snug.db-wal") == "messages\n"
    assert box.does(f"stat -c %U {DATA}/snug.db {DATA}/snug.db-wal") == "snug\nsnug\n"


def test_a_server_that_did_not_start_is_explained(box, database):
    box.stand_in("deb-systemd-invoke", "exit 1")
    said = box.run("postinst", "configure").stdout
    assert "sudo snug check server" in said and "sudo snug setup-link" in said


def test_names_that_the_service_gives_its_files_are_harmless(box):
    """They reach neither root's shell nor its terminal as they are."""
    box.as_service(f"""cd {DATA}/backups
        touch 'snug-x.db; touch X; true snug.db' "$(printf 'a\\033[31msnug\\n  sudo rm.db')" """)
    box.stand_in("deb-systemd-invoke", "exit 1")
    assert "touch X" not in box.run("postinst", "configure").stdout
    said = box.run("postrm", "purge").stdout
    assert "\033" not in said and "\n  sudo" not in said, said
    assert r"a\033[31msnug\n" in said
