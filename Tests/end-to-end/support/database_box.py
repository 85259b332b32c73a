"""Machines with Debian's PostgreSQL on them, in a network of their own: what a guide says is typed there as it stands."""

import re

from .installed import TOOLS, InstalledService

STAND_INS = {
    "sudo": """
        [ "$1" = -u ] || exec "$@"
        user=$2; shift 2
        cd /; exec setpriv --reuid="$user" --regid="$user" --init-groups env HOME=/var/lib/postgresql USER="$user" "$@"
        """,
    # What installing does where nothing of it is there: a certificate, and a cluster that runs.
    "apt": """
        case "$*" in *postgresql*) ;; *) exit 0;; esac
        [ -e /etc/postgresql/15/main ] && exit 0
        [ -e /etc/ssl/certs/ssl-cert-snakeoil.pem ] || make-ssl-cert generate-default-snakeoil
        LC_ALL=C.UTF-8 pg_createcluster --port 5432 15 main && systemctl start postgresql
        """,
}


class DatabaseBox(InstalledService):
    """One such machine, at an address of the inner network; `beside` is the one that the network came with."""

    def __init__(self, folder, address, *, beside=None):
        folder.mkdir()
        super().__init__(folder, has_own_network=True, beside=beside)
        self._address = address

    def __enter__(self):
        super().__enter__()
        for name, script in STAND_INS.items():
            self.stand_in(name, script)
        self.prompt(f"""
            mv {TOOLS}/systemctl {TOOLS}/systemctl-snug
            mount -t tmpfs tmpfs /var/log
            rm -rf /etc/postgresql/15
            for folder in /var/lib /var/log /run; do install -d -o postgres -g postgres $folder/postgresql; done
            ip address add {self._address}/32 dev lo
            echo '10.0.0.1 db1.example.org' >> /etc/hosts
            echo '10.0.0.2 db2.example.org' >> /etc/hosts
            """)
        self.stand_in("systemctl", f"""
            case "$*" in
            *" postgresql") ;;
            *) exec {TOOLS}/systemctl-snug "$@";;
            esac
            case "$1" in
            disable) act=stop;;
            enable) act=start;;
            *) act=$1;;
            esac
            pg_ctlcluster --skip-systemctl-redirect 15 main "$act" || [ "$act" = stop ]
            """)
        return self

    def prompt(self, commands, typed="", within=60):
        """Types commands one after the other, each of which must do what it should."""
        # Whoever asks for a password asks a terminal where there is one.
        ended = self.run("setsid", "--wait", "bash", "-exc", commands, within=within, stdin=typed)
        assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}\n{self.type('journalctl').stdout}"
        return ended.stdout

    def setup_token(self):
        return re.findall(r"/setup#(\S+)$", self.type("journalctl").stdout, re.MULTILINE)[-1]

    def lose_database(self):
        """Ends PostgreSQL as a crash would."""
        self.type("pg_ctlcluster --skip-systemctl-redirect 15 main stop -m immediate")

    def __exit__(self, *raised):
        self.lose_database()
        super().__exit__(*raised)
