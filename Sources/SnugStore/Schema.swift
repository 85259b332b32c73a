import GRDB
import SnugChat

/// The schema as the steps that led to it.
///
/// `data/schema.sql` shows the sum. A step never changes once it has been released; a new one is added at the end.
enum Schema {
    /// "SNUG" in ASCII, kept in the file's header (SQLite file format §1.3.13) so that the file can be told apart.
    static let applicationID: Int32 = 0x534E_5547

    /// The number of steps, kept in the file's header as `user_version`.
    static var version: Int { steps.count }

    static let steps: [String] = [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth]

    private static let first = """
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
            created_at INTEGER NOT NULL,
            invite_id INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE one_time_codes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email TEXT NOT NULL COLLATE NOCASE,
            purpose TEXT NOT NULL CHECK (purpose IN ('login', 'registration', 'reset', 'reset_grant', 'login_link')),
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
        CREATE INDEX sessions_by_address ON sessions (user_id, address);

        CREATE TABLE passkeys (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user_id INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
            credential_id BLOB NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
            public_key BLOB NOT NULL,
            counter INTEGER NOT NULL CHECK (counter >= 0),
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            last_used_at INTEGER
        ) STRICT;
        CREATE INDEX passkeys_by_user ON passkeys (user_id);

        CREATE TABLE used_challenges (
            challenge BLOB NOT NULL PRIMARY KEY,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE throttles (
            name TEXT NOT NULL,
            subject TEXT NOT NULL,
            spoken_for INTEGER NOT NULL,
            PRIMARY KEY (name, subject)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            act TEXT NOT NULL,
            actor_id INTEGER REFERENCES users,
            user_id INTEGER REFERENCES users,
            address TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;

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

        CREATE TABLE invites (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            created_by INTEGER NOT NULL REFERENCES users,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            uses_max INTEGER NOT NULL,
            uses INTEGER NOT NULL DEFAULT 0 CHECK (uses <= uses_max)
        ) STRICT;
        CREATE TABLE invite_rooms (
            invite_id INTEGER NOT NULL REFERENCES invites ON DELETE CASCADE,
            room_id INTEGER NOT NULL REFERENCES rooms ON DELETE CASCADE,
            PRIMARY KEY (invite_id, room_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX invite_rooms_by_room ON invite_rooms (room_id);

        CREATE TABLE messages (
            id INTEGER PRIMARY KEY,
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

        CREATE TABLE reactions (
            room_id INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            emoji TEXT NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (room_id, seq, emoji, user_id),
            FOREIGN KEY (room_id, seq) REFERENCES messages (room_id, seq) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE mentions (
            user_id INTEGER NOT NULL REFERENCES users,
            room_id INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (user_id, room_id, seq),
            FOREIGN KEY (room_id, seq) REFERENCES messages (room_id, seq) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mentions_by_message ON mentions (room_id, seq);

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

        CREATE TABLE settings (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE secrets (
            name TEXT NOT NULL PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// Registrations side by side, each with a code of its own; rooms in the order of commits; message ids that are
    /// never given twice, and rooms that can be deleted in pieces; `@room` as one row; a read position that its owner
    /// can move back; what people show of themselves.
    private static let second = """
        CREATE TABLE new_registrations (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email TEXT NOT NULL COLLATE NOCASE,
            name TEXT NOT NULL,
            password TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            invite_id INTEGER,
            entered_from TEXT
        ) STRICT;
        INSERT INTO new_registrations (email, name, password, created_at, invite_id)
            SELECT email, name, password, created_at, invite_id FROM registrations ORDER BY created_at;
        DROP TABLE registrations;
        ALTER TABLE new_registrations RENAME TO registrations;
        CREATE INDEX registrations_by_email ON registrations (email);

        CREATE TABLE new_one_time_codes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email TEXT NOT NULL COLLATE NOCASE,
            purpose TEXT NOT NULL CHECK (purpose IN ('login', 'registration', 'reset', 'reset_grant', 'login_link')),
            registration_id INTEGER NOT NULL DEFAULT 0,
            network TEXT NOT NULL,
            proof BLOB NOT NULL CHECK (length(proof) = 32),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            wrong_tries INTEGER NOT NULL DEFAULT 0,
            used_at INTEGER,
            UNIQUE (email, purpose, registration_id)
        ) STRICT;
        INSERT INTO new_one_time_codes
            SELECT c.id, c.email, c.purpose, iif(c.purpose = 'registration', coalesce(r.id, 0), 0), '', c.proof,
                c.created_at, c.expires_at, c.wrong_tries, c.used_at
            FROM one_time_codes c LEFT JOIN registrations r ON r.email = c.email;
        DROP TABLE one_time_codes;
        ALTER TABLE new_one_time_codes RENAME TO one_time_codes;

        ALTER TABLE sessions ADD COLUMN network TEXT NOT NULL DEFAULT '';
        UPDATE sessions SET network = address;
        DROP INDEX sessions_by_address;
        CREATE INDEX sessions_by_network ON sessions (user_id, network);

        ALTER TABLE users ADD COLUMN shows_presence INTEGER NOT NULL DEFAULT 1 CHECK (shows_presence IN (0, 1));
        ALTER TABLE users ADD COLUMN shows_reading INTEGER NOT NULL DEFAULT 1 CHECK (shows_reading IN (0, 1));
        ALTER TABLE room_members ADD COLUMN told_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE room_members ADD COLUMN notify_until INTEGER;
        UPDATE room_members SET told_seq = read_seq;

        ALTER TABLE rooms ADD COLUMN activity INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rooms ADD COLUMN members_rev INTEGER NOT NULL DEFAULT 0;
        UPDATE rooms SET activity = ranked.place FROM (
            SELECT id, row_number() OVER (ORDER BY last_activity_at, id) AS place FROM rooms
        ) AS ranked WHERE ranked.id = rooms.id;
        DROP INDEX open_rooms_by_activity;
        CREATE INDEX rooms_by_activity ON rooms (activity);
        CREATE INDEX open_rooms_by_activity ON rooms (activity) WHERE kind = 'open';
        CREATE TRIGGER rooms_activity AFTER INSERT ON rooms BEGIN
            UPDATE rooms SET activity = (SELECT max(activity) + 1 FROM rooms) WHERE id = new.id;
        END;
        CREATE TRIGGER room_members_rev_in AFTER INSERT ON room_members BEGIN
            UPDATE rooms SET members_rev = members_rev + 1 WHERE id = new.room_id;
        END;
        CREATE TRIGGER room_members_rev_out AFTER DELETE ON room_members BEGIN
            UPDATE rooms SET members_rev = members_rev + 1 WHERE id = old.room_id;
        END;
        CREATE TRIGGER users_members_rev AFTER UPDATE OF name ON users BEGIN
            UPDATE rooms SET members_rev = members_rev + 1
            WHERE id IN (SELECT room_id FROM room_members WHERE user_id = new.id);
        END;

        CREATE TABLE deleted_rooms (room_id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE new_messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            room_id INTEGER NOT NULL,
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
        INSERT INTO new_messages
            SELECT id, room_id, seq, user_id, content, timestamp, client_id, reply_to, rev, edited_at, deleted_at
            FROM messages ORDER BY id;
        DROP TABLE messages;
        ALTER TABLE new_messages RENAME TO messages;
        CREATE INDEX messages_by_change ON messages (room_id, rev) WHERE rev > 0;

        CREATE TABLE new_mentions (
            user_id INTEGER NOT NULL,
            room_id INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (user_id, room_id, seq),
            FOREIGN KEY (room_id, seq) REFERENCES messages (room_id, seq) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_mentions SELECT user_id, room_id, seq FROM mentions;
        DROP TABLE mentions;
        ALTER TABLE new_mentions RENAME TO mentions;
        CREATE INDEX mentions_by_message ON mentions (room_id, seq);
        """

    /// Addresses in the one spelling that is looked for: accounts were once kept with their domain as it was typed.
    ///
    /// An account whose address has an account in ASCII already stays as it is. Codes are bound to the old spelling.
    /// Others know how far everyone has read, as they did while there was no other position.
    private static let third = """
        UPDATE OR IGNORE users SET email = \(storedAddress.name)(email) WHERE email GLOB '*[^ -~]*';
        UPDATE registrations SET email = \(storedAddress.name)(email) WHERE email GLOB '*[^ -~]*';
        DELETE FROM one_time_codes WHERE email GLOB '*[^ -~]*';
        UPDATE room_members SET told_seq = read_seq WHERE told_seq < read_seq;
        """

    /// Pictures of people, whose bytes lie apart from what is read with every list; hours without notices; rooms at the
    /// top of a list; the figures of each day, and who wrote on those that are not over.
    private static let fourth = """
        ALTER TABLE users ADD COLUMN picture TEXT CHECK (length(picture) = 16);
        ALTER TABLE users ADD COLUMN quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439);
        ALTER TABLE users ADD COLUMN quiet_to INTEGER CHECK (quiet_to BETWEEN 0 AND 1439);
        ALTER TABLE users ADD COLUMN quiet_zone TEXT
            CHECK ((quiet_zone IS NULL) = (quiet_from IS NULL) AND (quiet_zone IS NULL) = (quiet_to IS NULL));
        CREATE TABLE pictures (
            user_id INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
            type TEXT NOT NULL CHECK (type IN ('image/jpeg', 'image/png', 'image/webp')),
            bytes BLOB NOT NULL CHECK (length(bytes) <= 262144)
        ) STRICT;

        ALTER TABLE room_members ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
        CREATE INDEX room_members_pinned ON room_members (user_id) WHERE pinned = 1;

        CREATE TABLE daily_figures (
            day INTEGER PRIMARY KEY,
            messages INTEGER NOT NULL DEFAULT 0,
            people INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER
        ) STRICT;
        CREATE TABLE daily_writers (
            day INTEGER NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users,
            PRIMARY KEY (day, user_id)
        ) STRICT, WITHOUT ROWID;
        """

    /// The room where newcomers land, and the standing invite into it; accounts that their holders closed; codes that
    /// prove the new address of an account, links that put the one before back, and the way of each code's mail, which goes
    /// with its code; the level of notices that holds after one with an end.
    ///
    /// Nobody owns a room of two, or any while their account is out of use: then it passes to whoever joined first.
    ///
    /// Of codes that were made before nobody knows if there was a mail: they are good, and shown to nobody.
    private static let fifth = """
        ALTER TABLE rooms ADD COLUMN welcomes INTEGER NOT NULL DEFAULT 0
            CHECK (welcomes = 0 OR welcomes = 1 AND kind = 'open');
        CREATE UNIQUE INDEX rooms_by_welcome ON rooms (welcomes) WHERE welcomes = 1;
        ALTER TABLE invites ADD COLUMN standing INTEGER NOT NULL DEFAULT 0 CHECK (standing IN (0, 1));
        CREATE UNIQUE INDEX invites_by_standing ON invites (standing) WHERE standing = 1;
        ALTER TABLE users ADD COLUMN closed_at INTEGER;
        ALTER TABLE sessions ADD COLUMN by_link INTEGER NOT NULL DEFAULT 0 CHECK (by_link IN (0, 1));

        CREATE TABLE new_one_time_codes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email TEXT NOT NULL COLLATE NOCASE,
            purpose TEXT NOT NULL CHECK (purpose IN (
                'login', 'registration', 'reset', 'reset_grant', 'login_link', 'welcome_link', 'email', 'take_back')),
            registration_id INTEGER NOT NULL DEFAULT 0,
            user_id INTEGER NOT NULL DEFAULT 0,
            network TEXT NOT NULL,
            proof BLOB NOT NULL CHECK (length(proof) = 32),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            wrong_tries INTEGER NOT NULL DEFAULT 0,
            used_at INTEGER,
            mail TEXT NOT NULL CHECK (mail IN ('none', 'waiting', 'sent', 'printed', 'failed', 'handed_on')),
            mail_id INTEGER,
            UNIQUE (email, purpose, registration_id, user_id)
        ) STRICT;
        INSERT INTO new_one_time_codes (
                id, email, purpose, registration_id, network, proof, created_at, expires_at, wrong_tries, used_at, mail)
            SELECT id, email, purpose, registration_id, network, proof, created_at, expires_at, wrong_tries, used_at,
                'none'
            FROM one_time_codes;
        DROP TABLE one_time_codes;
        ALTER TABLE new_one_time_codes RENAME TO one_time_codes;
        CREATE INDEX one_time_codes_by_user ON one_time_codes (user_id) WHERE user_id <> 0;
        CREATE UNIQUE INDEX one_time_codes_by_new_email ON one_time_codes (user_id) WHERE purpose = 'email';
        CREATE INDEX one_time_codes_by_mail ON one_time_codes (mail_id) WHERE mail_id IS NOT NULL;
        CREATE TRIGGER one_time_codes_mail AFTER DELETE ON one_time_codes WHEN old.mail_id IS NOT NULL BEGIN
            DELETE FROM mail_queue WHERE id = old.mail_id;
        END;

        ALTER TABLE room_members ADD COLUMN notify_after TEXT
            CHECK (notify_after IN ('everything', 'mentions', 'nothing'));

        UPDATE room_members SET role = 'member' WHERE role = 'owner' AND (
            room_id IN (SELECT id FROM rooms WHERE kind = 'direct')
            OR user_id IN (SELECT id FROM users WHERE deactivated_at IS NOT NULL));
        CREATE INDEX room_members_owners ON room_members (room_id) WHERE role = 'owner';
        UPDATE room_members SET role = 'owner' WHERE (room_id, user_id) IN (
            SELECT r.id, (
                SELECT m.user_id FROM room_members m JOIN users u ON u.id = m.user_id
                WHERE m.room_id = r.id AND u.deactivated_at IS NULL AND (u.password <> '!' OR u.last_seen IS NOT NULL)
                ORDER BY m.joined_at, m.user_id LIMIT 1)
            FROM rooms r
            WHERE r.kind <> 'direct'
                AND NOT EXISTS (SELECT 1 FROM room_members o WHERE o.room_id = r.id AND o.role = 'owner'));
        """

    /// Files: facts, pieces of bytes by `attachment_id << 16 | n`, and sums of bytes, of each user and, as user 0, in all.
    ///
    /// Bytes are never removed with their file, which would hold up everyone: it leaves its number in the trash, and they
    /// count until they are gone.
    ///
    /// A message says how many it carries, so that nobody looks for those of one without.
    private static let sixth = """
        ALTER TABLE messages ADD COLUMN attachments INTEGER NOT NULL DEFAULT 0 CHECK (attachments >= 0);
        CREATE TABLE attachments (
            id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 140737488355327),
            room_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL REFERENCES users,
            seq INTEGER,
            position INTEGER,
            name TEXT NOT NULL CHECK (name <> ''),
            type TEXT NOT NULL,
            size INTEGER NOT NULL CHECK (size >= 0),
            width INTEGER,
            height INTEGER,
            alt TEXT,
            sha256 BLOB CHECK (length(sha256) = 32),
            preview_id INTEGER REFERENCES attachments ON DELETE SET NULL,
            created_at INTEGER NOT NULL,
            completed_at INTEGER,
            CHECK (completed_at IS NULL OR sha256 IS NOT NULL),
            CHECK (seq IS NULL OR completed_at IS NOT NULL),
            CHECK (position IS NULL OR seq IS NOT NULL),
            FOREIGN KEY (room_id, seq) REFERENCES messages (room_id, seq) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX attachments_by_message ON attachments (room_id, seq);
        CREATE INDEX attachments_sent ON attachments (room_id, seq, position) WHERE position IS NOT NULL;
        CREATE INDEX attachments_unclaimed ON attachments (user_id) WHERE seq IS NULL;
        CREATE UNIQUE INDEX attachments_by_preview ON attachments (preview_id) WHERE preview_id IS NOT NULL;
        CREATE TABLE attachment_chunks (
            id INTEGER PRIMARY KEY,
            bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 262144)
        ) STRICT;
        CREATE TABLE attachment_trash (
            id INTEGER PRIMARY KEY,
            size INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE attachment_sums (
            user_id INTEGER PRIMARY KEY,
            bytes INTEGER NOT NULL CHECK (bytes >= 0)
        ) STRICT;
        CREATE TRIGGER attachments_come AFTER INSERT ON attachments BEGIN
            INSERT INTO attachment_sums (user_id, bytes) VALUES (0, new.size), (new.user_id, new.size)
                ON CONFLICT (user_id) DO UPDATE SET bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER attachments_change AFTER UPDATE OF size ON attachments BEGIN
            UPDATE attachment_sums SET bytes = bytes + new.size - old.size WHERE user_id IN (0, new.user_id);
        END;
        CREATE TRIGGER attachments_go AFTER DELETE ON attachments BEGIN
            UPDATE attachment_sums SET bytes = bytes - old.size WHERE user_id = old.user_id;
            INSERT INTO attachment_trash (id, size) VALUES (old.id, old.size);
        END;
        CREATE TRIGGER attachment_trash_go AFTER DELETE ON attachment_trash BEGIN
            UPDATE attachment_sums SET bytes = bytes - old.size WHERE user_id = 0;
        END;
        CREATE TRIGGER messages_attachments AFTER UPDATE OF deleted_at ON messages
        WHEN new.deleted_at IS NOT NULL AND new.attachments > 0 BEGIN
            DELETE FROM attachments WHERE room_id = new.room_id AND seq = new.seq;
            UPDATE messages SET attachments = 0 WHERE id = new.id;
        END;
        """

    /// The index of words, which is filled behind the writer and can be made anew from the messages at any time; the
    /// messages of each day that are in it, from the first to the last; how far the words of a deleted room have left it,
    /// and the last message that it held when the room was deleted, as none of the room's comes into it afterwards.
    ///
    /// It parts words at what is no letter in ASCII, and at nothing else: SnugChat makes them, and no version of SQLite
    /// may read them otherwise.
    private static let seventh = """
        \(messageSearch);
        \(searchDays);
        ALTER TABLE deleted_rooms ADD COLUMN unindexed_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE deleted_rooms ADD COLUMN indexed_id INTEGER NOT NULL DEFAULT 0;
        DELETE FROM settings WHERE name = 'last.message.indexed';
        """

    static let messageSearch = """
        CREATE VIRTUAL TABLE message_search USING fts5(
            words, facts, content='', columnsize=0, detail=column, prefix='3 5', tokenize='ascii')
        """
    static let searchDays = """
        CREATE TABLE search_days (
            day INTEGER PRIMARY KEY,
            first_id INTEGER NOT NULL,
            last_id INTEGER NOT NULL
        ) STRICT
        """

    /// Claims of nodes on work that one of them does for all, each until a moment.
    private static let eighth = """
        CREATE TABLE claims (
            work TEXT NOT NULL PRIMARY KEY,
            node TEXT NOT NULL,
            ends_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE mail_queue ADD COLUMN claimed_by TEXT;
        ALTER TABLE mail_queue ADD COLUMN claim_ends_at INTEGER CHECK ((claim_ends_at IS NULL) = (claimed_by IS NULL));
        """

    /// Subscriptions to pushes, which end with their session, and which sessions had theirs ended from another one; the
    /// last message of each room of which it is decided who is told, nobody of what was said before; and the pushes that
    /// wait, of which one for room 0 is a test.
    ///
    /// Whoever is mailed about what they have missed, in the language of their newest session: who waits for that, until
    /// a moment, and who has got it and about which message.
    private static let ninth = """
        CREATE TABLE push_subscriptions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            session_id INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
            endpoint TEXT NOT NULL UNIQUE,
            public_key BLOB NOT NULL CHECK (length(public_key) = 65),
            secret BLOB NOT NULL CHECK (length(secret) = 16),
            language TEXT NOT NULL,
            since_id INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            accepted_at INTEGER,
            failed_at INTEGER,
            status INTEGER,
            reason TEXT,
            refusals INTEGER NOT NULL DEFAULT 0,
            refused_since INTEGER,
            CHECK ((failed_at IS NULL) = (reason IS NULL) AND (refused_since IS NULL) = (refusals = 0))
        ) STRICT;
        CREATE INDEX push_subscriptions_by_session ON push_subscriptions (session_id);
        CREATE TRIGGER sessions_push AFTER UPDATE OF ended_at ON sessions WHEN new.ended_at IS NOT NULL BEGIN
            DELETE FROM push_subscriptions WHERE session_id = new.id;
        END;
        CREATE TABLE push_positions (
            room_id INTEGER PRIMARY KEY REFERENCES rooms ON DELETE CASCADE,
            seq INTEGER NOT NULL,
            part_seq INTEGER,
            part_id INTEGER,
            CHECK ((part_seq IS NULL) = (part_id IS NULL))
        ) STRICT;
        INSERT INTO push_positions (room_id, seq) SELECT id, last_seq FROM rooms;
        CREATE TABLE push_queue (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subscription_id INTEGER NOT NULL REFERENCES push_subscriptions ON DELETE CASCADE,
            room_id INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            after_seq INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            next_try_at INTEGER NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            claimed_by TEXT,
            claim_ends_at INTEGER,
            CHECK ((claim_ends_at IS NULL) = (claimed_by IS NULL)),
            UNIQUE (subscription_id, room_id)
        ) STRICT;
        CREATE INDEX push_queue_by_next_try ON push_queue (next_try_at);

        ALTER TABLE users ADD COLUMN mails_missed INTEGER NOT NULL DEFAULT 1 CHECK (mails_missed IN (0, 1));
        ALTER TABLE sessions ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
        ALTER TABLE sessions ADD COLUMN push_ended INTEGER NOT NULL DEFAULT 0 CHECK (push_ended IN (0, 1));
        CREATE TABLE missed_mails (
            user_id INTEGER PRIMARY KEY REFERENCES users ON DELETE CASCADE,
            due_at INTEGER,
            sent_at INTEGER CHECK ((sent_at IS NULL) = (due_at IS NOT NULL)),
            room_id INTEGER CHECK ((room_id IS NULL) = (sent_at IS NULL)),
            seq INTEGER CHECK ((seq IS NULL) = (sent_at IS NULL))
        ) STRICT;
        CREATE INDEX missed_mails_by_due ON missed_mails (due_at) WHERE due_at IS NOT NULL;
        """

    /// The SQL function that spells an address as ``EmailAddress`` does; what is none stays as it is.
    static let storedAddress = DatabaseFunction("stored_address", argumentCount: 1, pure: true) { arguments in
        guard let text = String.fromDatabaseValue(arguments[0]) else { return arguments[0] }
        return EmailAddress(text)?.text ?? text
    }
}
