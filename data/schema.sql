-- The schema as it stands: written from the migrations, and held true by a test.

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    name_folded TEXT NOT NULL,
    email TEXT NOT NULL COLLATE NOCASE UNIQUE,
    password TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    created_at INTEGER NOT NULL,
    last_seen INTEGER,
    deactivated_at INTEGER
) STRICT;

CREATE TABLE registrations (
    email TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE one_time_codes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL COLLATE NOCASE,
    purpose TEXT NOT NULL CHECK (purpose IN ('login', 'registration', 'reset', 'reset_grant')),
    proof BLOB NOT NULL CHECK (length(proof) = 32),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    wrong_tries INTEGER NOT NULL DEFAULT 0,
    used_at INTEGER,
    UNIQUE (email, purpose)
) STRICT;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    device TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id, last_seen) WHERE ended_at IS NULL;

CREATE TABLE rooms (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'group', 'open')),
    is_private INTEGER NOT NULL GENERATED ALWAYS AS (kind = 'direct'),
    created_by INTEGER NOT NULL REFERENCES users,
    created_at INTEGER NOT NULL,
    last_seq INTEGER NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    last_rev INTEGER NOT NULL DEFAULT 0 CHECK (last_rev >= 0),
    last_activity_at INTEGER NOT NULL,
    member_count INTEGER NOT NULL DEFAULT 0 CHECK (member_count >= 0),
    direct_low INTEGER REFERENCES users,
    direct_high INTEGER REFERENCES users,
    UNIQUE (direct_low, direct_high),
    CHECK (direct_low IS NULL OR (kind = 'direct' AND direct_low < direct_high)),
    CHECK (kind = 'direct' OR name <> '')
) STRICT;

CREATE INDEX open_rooms_by_activity ON rooms (last_activity_at) WHERE kind = 'open';

CREATE TABLE room_members (
    room_id INTEGER NOT NULL REFERENCES rooms ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users,
    role TEXT NOT NULL CHECK (role IN ('owner', 'member')),
    joined_at INTEGER NOT NULL,
    read_seq INTEGER NOT NULL CHECK (read_seq >= 0),
    notify TEXT NOT NULL DEFAULT 'everything' CHECK (notify IN ('everything', 'mentions', 'nothing')),
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX room_members_by_user ON room_members (user_id);

CREATE TRIGGER room_members_count_in AFTER INSERT ON room_members BEGIN
    UPDATE rooms SET member_count = member_count + 1 WHERE id = new.room_id;
END;

CREATE TRIGGER room_members_count_out AFTER DELETE ON room_members BEGIN
    UPDATE rooms SET member_count = member_count - 1 WHERE id = old.room_id;
END;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room_id INTEGER NOT NULL REFERENCES rooms ON DELETE CASCADE,
    seq INTEGER NOT NULL CHECK (seq > 0),
    user_id INTEGER NOT NULL REFERENCES users,
    content TEXT NOT NULL,
    timestamp INTEGER NOT NULL,
    client_id TEXT,
    reply_to INTEGER,
    rev INTEGER NOT NULL DEFAULT 0 CHECK (rev >= 0),
    edited_at INTEGER,
    deleted_at INTEGER,
    UNIQUE (room_id, seq),
    UNIQUE (user_id, client_id)
) STRICT;

CREATE INDEX messages_by_change ON messages (room_id, rev) WHERE rev > 0;

CREATE TABLE mail_queue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL,
    last_error TEXT
) STRICT;

CREATE INDEX mail_queue_by_next_try ON mail_queue (next_try_at);

CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
