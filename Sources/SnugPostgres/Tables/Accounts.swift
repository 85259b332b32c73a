import SnugChat

private let columns = """
    id, name, email, role, created_at, last_seen, deactivated_at, shows_presence, shows_reading, picture, quiet_from,
    quiet_to, quiet_zone, mails_missed, closed_at, \(AccountSQL.isAwaited("users"))
    """

/// The conditions and statements of accounts.
enum AccountSQL {
    static let isOtherOwner = """
        SELECT EXISTS (SELECT 1 FROM users u WHERE u.role = 'owner' AND u.deactivated_at IS NULL AND u.id <> $1 AND (
            u.password <> '\(User.noPassword)' OR EXISTS (SELECT 1 FROM sessions WHERE user_id = u.id)
            OR EXISTS (SELECT 1 FROM passkeys WHERE user_id = u.id)))
        """
    /// Returns the condition of an account that was made for someone who has never come in: nothing lets them in but a
    /// link, and nobody was seen.
    static func isAwaited(_ table: String) -> String {
        "\(table).deactivated_at IS NULL AND \(table).password = '\(User.noPassword)' AND \(table).last_seen IS NULL"
    }
}

extension User {
    fileprivate init(row: Row) throws {
        let closedAt: Timestamp? = try row[14]
        try self.init(
            id: row[0], name: row[1], email: EmailAddress(stored: closedAt == nil ? row[2] : ""), role: row[3],
            createdAt: row[4], lastSeen: row[5], deactivatedAt: row[6], showsPresence: row[7], showsReading: row[8],
            picture: row[9], quiet: QuietHours(row: row, from: 10), mailsMissed: row[13], closedAt: closedAt,
            isAwaited: row[15])
    }
}

extension QuietHours {
    /// Reads two times in minutes and a time zone; nil where there are none.
    init?(row: Row, from start: Int) throws {
        guard let from: Int = try row[start], let to: Int = try row[start + 1],
            let timeZone: String = try row[start + 2],
            let from = TimeOfDay(minutes: from), let to = TimeOfDay(minutes: to)
        else { return nil }
        self.init(from: from, to: to, timeZone: timeZone)
    }
}

/// Users and registrations.
extension StoreView {
    func hasUsers() throws -> Bool {
        try db.one("SELECT EXISTS (SELECT 1 FROM users)") { try $0[0] } ?? false
    }

    func user(_ id: User.ID) throws -> User? {
        try db.one("SELECT \(columns) FROM users WHERE id = $1", id, read: User.init(row:))
    }

    /// Returns those of some users that there are, in any order.
    func users(_ ids: [User.ID]) throws -> [User] {
        try db.all("SELECT \(columns) FROM users WHERE id = ANY($1)", Numbers(ids), read: User.init(row:))
    }

    func user(email: EmailAddress) throws -> User? {
        try db.one("SELECT \(columns) FROM users WHERE email = $1", email.text, read: User.init(row:))
    }

    func passwordHash(of id: User.ID) throws -> String? {
        try db.one("SELECT password FROM users WHERE id = $1", id) { try $0[0] }
    }

    func users(matching query: String?, after: User.ID?, limit: Int) throws -> [User] {
        try db.all(
            """
            SELECT \(columns) FROM users
            WHERE id > $1 AND deactivated_at IS NULL AND strpos(name_folded, $2) > 0
            ORDER BY id LIMIT $3
            """,
            after?.rawValue ?? 0, query?.trimmed.folded ?? "", limit, read: User.init(row:))
    }

    func registrations(email: EmailAddress) throws -> [Registration] {
        try db.all(
            """
            SELECT id, name, password, created_at, invite_id, entered_from FROM registrations
            WHERE email = $1 ORDER BY id DESC
            """,
            email.text
        ) { row in
            try Registration(
                id: row[0], email: email, name: row[1], passwordHash: row[2], createdAt: row[3],
                inviteID: row[4], enteredFrom: row[5])
        }
    }

    func owners() throws -> [User] {
        try db.all(
            "SELECT \(columns) FROM users WHERE role = 'owner' AND deactivated_at IS NULL ORDER BY id",
            read: User.init(row:))
    }

    func accounts(after: User.ID?, limit: Int) throws -> [User] {
        try db.all(
            "SELECT \(columns) FROM users WHERE id > $1 ORDER BY id LIMIT $2", after?.rawValue ?? 0, limit,
            read: User.init(row:))
    }
}

extension Transaction {
    func addUser(
        name: String, email: EmailAddress, passwordHash: String, role: Role, at time: Timestamp
    ) throws -> User {
        let id: User.ID = try db.add(
            """
            INSERT INTO users (name, name_folded, email, password, role, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            RETURNING id
            """,
            name, name.folded, email.text, passwordHash, role, time)
        return User(
            id: id, name: name, email: email, role: role, createdAt: time,
            isAwaited: passwordHash == User.noPassword)
    }

    func renameUser(_ id: User.ID, to name: String) throws {
        try db.run("UPDATE users SET name = $1, name_folded = $2 WHERE id = $3", name, name.folded, id)
    }

    func setShowsPresence(_ shows: Bool, of id: User.ID) throws {
        try db.run("UPDATE users SET shows_presence = $1 WHERE id = $2", shows, id)
    }

    func setShowsReading(_ shows: Bool, of id: User.ID) throws {
        try db.run("UPDATE users SET shows_reading = $1 WHERE id = $2", shows, id)
        if shows { try db.run(MemberSQL.tellReading, id) }
    }

    func setQuiet(_ quiet: QuietHours?, of id: User.ID) throws {
        try db.run(
            "UPDATE users SET quiet_from = $1, quiet_to = $2, quiet_zone = $3 WHERE id = $4",
            quiet?.from.minutes, quiet?.to.minutes, quiet?.timeZone, id)
    }

    func keepsOwner(without id: User.ID) throws -> Bool {
        try db.one(AccountSQL.isOtherOwner, id) { try $0[0] } ?? false
    }

    func setRole(_ role: Role, of id: User.ID) throws {
        try db.run("UPDATE users SET role = $1 WHERE id = $2", role, id)
    }

    func setDeactivated(_ at: Timestamp?, of id: User.ID) throws {
        try db.run("UPDATE users SET deactivated_at = $1 WHERE id = $2", at, id)
    }

    func closeUser(_ id: User.ID, at time: Timestamp) throws {
        guard let email = try user(id)?.email.text else { return }
        // What stands in place of the address is no one's, and no address.
        try db.run(
            """
            UPDATE users SET email = 'closed:' || id, password = $2, deactivated_at = coalesce(deactivated_at, $1),
                closed_at = $1, last_seen = NULL, quiet_from = NULL, quiet_to = NULL, quiet_zone = NULL
            WHERE id = $3
            """,
            time, User.noPassword, id)
        _ = try removeUnclaimedAttachments(of: id, wholeOutside: nil, limit: Limits.attachmentsUnclaimedMax)
        for table in ["passkeys", "sessions", "missed_mails"] {
            try db.run("DELETE FROM \(table) WHERE user_id = $1", id)
        }
        // Where the trail names an address of this account, it is this one, whatever the act, or one before.
        try db.run(
            """
            UPDATE audit SET detail = ''
            WHERE lower(detail) = $2 OR act = 'email_changed' AND coalesce(user_id, actor_id) = $1
                OR act = 'code_handed_on' AND user_id = $1
            """,
            id, email)
        // A count has further words behind its address: a network, the number of a cell.
        try db.run(
            "DELETE FROM throttles WHERE subject = $1 OR starts_with(subject, $1 || ' ')", email)
    }

    func setEmail(_ email: EmailAddress, of id: User.ID) throws {
        try db.run("UPDATE users SET email = $1 WHERE id = $2", email.text, id)
    }

    func setPasswordHash(_ hash: String, of id: User.ID) throws {
        try db.run("UPDATE users SET password = $1 WHERE id = $2", hash, id)
    }

    func touchUser(_ id: User.ID, at time: Timestamp) throws {
        // One that lies ahead was noted while the clock was wrong.
        try db.run(
            """
            UPDATE users SET last_seen = CASE WHEN last_seen > $1 AND last_seen <= $2 THEN last_seen ELSE $1 END
            WHERE id = $3 AND closed_at IS NULL
            """,
            time, time + Limits.clockStepMax, id)
    }

    func setLastSeen(_ time: Timestamp?, of id: User.ID) throws {
        try db.run("UPDATE users SET last_seen = $1 WHERE id = $2", time, id)
    }

    func addRegistration(
        email: EmailAddress, name: String, passwordHash: String, inviteID: Invite.ID?, at time: Timestamp
    ) throws -> Registration.ID {
        let id: Registration.ID = try db.add(
            """
            INSERT INTO registrations (email, name, password, created_at, invite_id) VALUES ($1, $2, $3, $4, $5)
            RETURNING id
            """,
            email.text, name, passwordHash, time, inviteID)
        for old in try registrations(email: email).dropFirst(Limits.registrationsPerAddressMax) {
            try db.run("DELETE FROM one_time_codes WHERE registration_id = $1", old.id)
            try db.run("DELETE FROM registrations WHERE id = $1", old.id)
        }
        return id
    }

    func setEnteredFrom(_ device: String, of id: Registration.ID) throws {
        try db.run("UPDATE registrations SET entered_from = $1 WHERE id = $2", device, id)
    }

    func removeRegistrations(email: EmailAddress) throws {
        try db.run("DELETE FROM registrations WHERE email = $1", email.text)
        try db.run("DELETE FROM one_time_codes WHERE email = $1 AND registration_id <> 0", email.text)
    }

    func sweep(_ before: SweepLimits) throws {
        try db.run(
            """
            DELETE FROM one_time_codes WHERE created_at < CASE purpose
                WHEN 'welcome_link' THEN $1 WHEN 'take_back' THEN $2 ELSE $3 END
            """,
            before.welcomeLinks, before.takeBacks, before.codes)
        try db.run("DELETE FROM registrations WHERE created_at < $1", before.registrations)
        try db.run("DELETE FROM sessions WHERE coalesce(ended_at, expires_at) < $1", before.sessions)
        try db.run("DELETE FROM used_challenges WHERE expires_at < $1", before.now)
        try db.run("DELETE FROM throttles WHERE spoken_for < $1", before.now)
        try db.run("DELETE FROM audit WHERE at < $1", before.audit)
    }
}
