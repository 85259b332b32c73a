"""Time that passes without anyone waiting for it."""

import time

from .rows import changing
from .snug import SnugProcess

MOMENTS = {
    "throttles": ["spoken_for"],
    "one_time_codes": ["created_at", "expires_at"],
    "registrations": ["created_at"],
    "room_members": ["notify_until"],
    "sessions": ["created_at", "last_seen", "expires_at"],
    "invites": ["created_at", "expires_at"],
    "used_challenges": ["expires_at"],
    "mail_queue": ["created_at", "next_try_at", "expires_at"],
    "attachments": ["created_at"],
}


def pass_time(process: SnugProcess, seconds):
    """Starts the server again as if it were so much later: every moment that it keeps lies further back."""
    assert process.terminate() == 0
    with changing(process.database) as database:
        for table, columns in MOMENTS.items():
            changes = ", ".join(f"{column} = {column} - :passed" for column in columns)
            database.execute(f"UPDATE {table} SET {changes}", {"passed": round(seconds * 1_000_000)})
    process.start()


def last_tried(process, seconds_ago, failure=None):
    """Starts the server again as if its latest backup had been tried so long ago, with such an outcome."""
    assert process.terminate() == 0
    notes = {"last.backup.try": str(round((time.time() - seconds_ago) * 1_000_000)), "last.backup.failure": failure}
    with changing(process.database) as database:
        for name, value in notes.items():
            database.execute("DELETE FROM settings WHERE name = ?", [name])
            if value:
                database.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (name, value))
    process.start()
