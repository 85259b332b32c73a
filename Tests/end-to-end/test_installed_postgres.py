"""Root at the terminal of a box whose service keeps everything in PostgreSQL, which knows by their user whom it lets in."""

import pytest

from support.installed import USER, InstalledService

PLACE = "/srv/pg"
DATABASE = f"postgresql:///{USER}?host={PLACE}"
BEGIN = f"""
    set -e
    PATH=/usr/lib/postgresql/15/bin:$PATH
    install -d -o postgres {PLACE}
    runuser -u postgres -- initdb -D {PLACE}/data -A peer -N --no-instructions --locale=C.UTF-8
    runuser -u postgres -- pg_ctl -D {PLACE}/data -w -l {PLACE}/log start -o "-k {PLACE} -h '' -c fsync=off"
    runuser -u postgres -- createuser -h {PLACE} {USER}
    runuser -u postgres -- createdb -h {PLACE} --owner={USER} --template=template0 {USER}
"""
END = f"runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_ctl -D {PLACE}/data -m immediate stop"


@pytest.fixture
def service(tmp_path):
    with InstalledService(tmp_path, SNUG_DATABASE=DATABASE) as service:
        begun = service.type(BEGIN, within=60)
        assert begun.returncode == 0, begun
        yield service
        service.stop()
        service.type(END)


def begin_anew(service):
    """Has the database be as new."""
    for command in (["dropdb"], ["createdb", f"--owner={USER}", "--template=template0"]):
        ended = service.run("runuser", "-u", "postgres", "--", *command, "-h", PLACE, USER)
        assert ended.returncode == 0, ended


def test_root_makes_and_restores_copies_in_places_of_root_s_own(service, tmp_path):
    """PostgreSQL lets the service's user in, and not root; what root names belongs to root."""
    service.start()
    assert service.snug("config", "set", "site.name", "Ours").returncode == 0
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    for place in (folder / "copy.db", folder):
        kept = service.snug("backup", "create", place)
        assert kept.returncode == 0, kept.stderr
    assert service.owner(folder / "copy.db") == "root 600"
    piped = service.type(f"snug backup create - > {folder}/piped.db")
    assert piped.returncode == 0, piped.stderr
    service.stop()
    begin_anew(service)
    restored = service.snug("restore", folder / "copy.db")
    assert restored.returncode == 0, restored.stderr
    service.start()
    assert "Ours" in service.snug("config", "show").stdout
