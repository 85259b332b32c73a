import Foundation
import GRDB
import SnugChat

/// A transfer from the scratch file into the store, within one transaction.
struct Transfer {
    let rows: Database
    let store: any StoreWriter
    let zone: TimeZone
    let owner: EmailAddress?
    let now: Timestamp
    var report: ImportReport
    let monitor: ProgressMonitor
    /// The messages that there are to import, and those that were looked at.
    private var (total, done) = (0, 0)
    /// The users by the original's ids.
    private var people: [Int64: User.ID] = [:]
    /// The addresses of the first of those who were administrators there.
    private var administrators: [EmailAddress] = []

    init(
        rows: Database, store: any StoreWriter, zone: TimeZone, owner: EmailAddress?, now: Timestamp,
        report: ImportReport, monitor: ProgressMonitor
    ) {
        self.rows = rows
        self.store = store
        self.zone = zone
        self.owner = owner
        self.now = now
        self.report = report
        self.monitor = monitor
    }

    mutating func carryOut() throws -> ImportReport {
        // The first room, which the set-up makes, is nobody's loss while nothing was said there.
        let isFresh = try store.rooms(after: nil, limit: 2).allSatisfy { $0.welcomes && $0.lastSeq == 0 }
        guard isFresh else { throw ImportFault.notFresh(try importsBefore()) }
        try takePeople()
        try checkOwner()
        total = try Int.fetchOne(rows, sql: "SELECT count(*) FROM messages") ?? 0
        try takeRooms()
        try noteOrphans()
        try store.addAudit(
            .imported, actor: nil, user: nil, address: "",
            detail: "\(report.people) people, \(report.rooms) rooms, \(report.messages) messages", at: now)
        return report
    }

    /// Returns the imports before this one, in words.
    private func importsBefore() throws -> [String] {
        var found: [String] = []
        var last: AuditEntry.ID?
        while true {
            let page = try store.audit(before: last, limit: Limits.auditPageMax)
            for entry in page where entry.act == .imported {
                let time = Date(timeIntervalSince1970: Double(entry.at.seconds)).formatted(.iso8601)
                found.append("\(entry.detail) on \(time.prefix(10))")
            }
            guard page.count == Limits.auditPageMax else { return found }
            last = page.last?.id
        }
    }

    // People

    private mutating func takePeople() throws {
        let users = try Row.fetchCursor(
            rows, sql: "SELECT id, email, name, role, last_seen, kept FROM users ORDER BY id")
        var taken: Set<User.ID> = []
        while let row = try users.next() {
            let id: Int64 = row[0]
            guard let email = (row[1] as String?).flatMap({ EmailAddress($0) }) else {
                report.note(.noAddress, id)
                continue
            }
            if let there = try store.user(email: email) {
                people[id] = there.id
                report.note(taken.contains(there.id) ? .sameAddress : .hasAccount, id)
                continue
            }
            let hash: String? = row[5]
            if hash == nil { report.note(.noPassword, id) }
            let name = mended(row[2] ?? "", or: email.text, max: Limits.nameCharactersMax, .mendedName, id)
            // Roles were chosen at registration there: nobody comes as an administrator by their own word.
            let role: Role = email == owner ? .owner : .member
            if role == .member, row[3] as String? == "admin" {
                report.note(.administrator, id)
                if administrators.count < Limits.importRemarksMax { administrators.append(email) }
            }
            let user = try store.addUser(
                name: name, email: email, passwordHash: hash ?? User.noPassword, role: role, at: now)
            try store.setLastSeen((row[4] as String?).flatMap { PostgreSQLTime.parse($0, in: zone) }, of: user.id)
            people[id] = user.id
            taken.insert(user.id)
            report.people += 1
        }
    }

    private func checkOwner() throws {
        if let owner, try store.user(email: owner) == nil { throw ImportFault.unknownOwner(owner.text) }
        guard try store.owners().isEmpty else { return }
        throw ImportFault.noOwner(administrators: administrators.map(\.text))
    }

    // Rooms

    private mutating func takeRooms() throws {
        let rooms = try Row.fetchCursor(
            rows, sql: "SELECT id, name, created_by, created_at, is_private FROM rooms ORDER BY id")
        while let row = try rooms.next() { try takeRoom(row) }
    }

    private mutating func takeRoom(_ row: Row) throws {
        let original: Int64 = row[0]
        let (members, earliest) = try members(of: original)
        let creator = (row[2] as Int64?).flatMap { people[$0] }
        guard let owner = members.contains(where: { $0.id == creator }) ? creator : members.first?.id else {
            return report.note(.emptyRoom, original)
        }
        let kind = try kind(of: row, among: members.map(\.id))
        let made = time(row[3], noting: original) ?? earliest ?? now
        let title = mended(
            row[1] ?? "", or: "Room \(original)", max: Limits.roomNameCharactersMax, .mendedTitle, original)
        let direct =
            kind == .direct
            ? try store.addDirectRoom(of: members[0].id, members[1].id, createdBy: creator ?? owner, at: made) : nil
        let room = try direct ?? store.addRoom(name: title, kind: kind, createdBy: creator ?? owner, at: made)
        for member in members {
            let isOwner = kind != .direct && member.id == owner
            try store.addMember(
                member.id, to: room, role: isOwner ? .owner : .member, readSeq: 0, at: member.joined ?? made)
        }
        let lastSeq = try takeMessages(of: original, to: room, from: made)
        // Messages from elsewhere have been read there.
        for member in members { _ = try store.setReadSeq(lastSeq, of: member.id, in: room) }
        report.rooms += 1
    }

    /// Returns a room's members, each once, and the earliest time of a joining or of the first message.
    private mutating func members(of room: Int64) throws -> ([(id: User.ID, joined: Timestamp?)], earliest: Timestamp?)
    {
        var found: [(id: User.ID, joined: Timestamp?)] = []
        for row in try Row.fetchAll(
            rows, sql: "SELECT user_id, joined_at FROM room_members WHERE room_id = ? ORDER BY user_id",
            arguments: [room])
        {
            guard let id = people[row[0]] else {
                report.note(.unknownMember, room)
                continue
            }
            let joined = (row[1] as String?).flatMap { PostgreSQLTime.parse($0, in: zone) }
            if !found.contains(where: { $0.id == id }) { found.append((id, joined)) }
        }
        let first = try String.fetchOne(
            rows, sql: "SELECT timestamp FROM messages WHERE room_id = ? ORDER BY id LIMIT 1", arguments: [room])
        let times =
            found.compactMap(\.joined) + [first.flatMap { PostgreSQLTime.parse($0, in: zone) }].compactMap(\.self)
        return (found, times.min())
    }

    private mutating func kind(of row: Row, among members: [User.ID]) throws -> Room.Kind {
        guard ["t", "true", "1", "yes"].contains((row[4] as String?)?.lowercased() ?? "") else { return .group }
        guard members.count == 2 else {
            report.note(.notAPair, row[0])
            return .group
        }
        guard try store.directRoom(of: members[0], members[1]) == nil else {
            report.note(.secondOfPair, row[0])
            return .group
        }
        return .direct
    }

    // Messages

    /// Takes a room's messages.
    /// - Returns: the number of the last one.
    private mutating func takeMessages(of original: Int64, to room: Room.ID, from start: Timestamp) throws -> Int64 {
        var (lastSeq, last) = (Int64(0), start)
        let messages = try Row.fetchCursor(
            rows, sql: "SELECT id, user_id, content, timestamp FROM messages WHERE room_id = ? ORDER BY id",
            arguments: [original])
        while let row = try messages.next() {
            try monitor.note(.init(.messages, done: done, of: total))
            done += 1
            let id: Int64 = row[0]
            guard let author = (row[1] as Int64?).flatMap({ people[$0] }) else {
                report.note(.unknownAuthor, id)
                continue
            }
            let content = row[2] as String? ?? ""
            guard !content.allSatisfy(\.isWhitespace) else {
                report.note(.emptyMessage, id)
                continue
            }
            last = time(row[3], noting: id) ?? last
            let pieces = content.pieces(ofBytes: Limits.contentBytesMax)
            if pieces.count > 1 { report.note(.longMessage, id) }
            for piece in pieces {
                lastSeq = try store.addMessage(Draft(roomID: room, content: piece), by: author, at: last).seq
            }
            report.messages += 1
        }
        return lastSeq
    }

    private mutating func noteOrphans() throws {
        let messages = try Int64.fetchCursor(
            rows, sql: "SELECT id FROM messages WHERE room_id NOT IN (SELECT id FROM rooms) ORDER BY id")
        while let id = try messages.next() { report.note(.unknownRoom, id) }
        let members = try Int64.fetchCursor(
            rows, sql: "SELECT room_id FROM room_members WHERE room_id NOT IN (SELECT id FROM rooms) ORDER BY room_id")
        while let room = try members.next() { report.note(.unknownMember, room) }
    }

    // Mending

    private mutating func time(_ text: String?, noting id: Int64) -> Timestamp? {
        let time = text.flatMap { PostgreSQLTime.parse($0, in: zone) }
        if text != nil, time == nil { report.note(.unreadableTime, id) }
        return time
    }

    private mutating func mended(
        _ name: String, or fallback: String, max: Int, _ remark: ImportReport.Remark, _ id: Int64
    ) -> String {
        let oneLine = String(String.UnicodeScalarView(name.unicodeScalars.map { $0.isInName ? $0 : " " })).trimmed
        let text = oneLine.isEmpty ? fallback : oneLine
        let mended = String(String.UnicodeScalarView(text.unicodeScalars.prefix(max))).trimmed
        if mended != name { report.note(remark, id) }
        return mended
    }
}

extension Unicode.Scalar {
    /// True for all but control characters, line breaks and turns of the writing direction, which pose as other names.
    fileprivate var isInName: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: !(0x202A...0x202E).contains(value) && !(0x2066...0x2069).contains(value)
        }
    }
}

extension String {
    /// Returns the whole text in pieces of at most so many bytes of UTF-8.
    ///
    /// No piece cuts a scalar in two or is white space alone.
    fileprivate func pieces(ofBytes max: Int) -> [String] {
        guard utf8.count > max else { return [self] }
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var size = 0
        for scalar in unicodeScalars {
            let bytes = UTF8.width(scalar)
            if size + bytes > max {
                pieces.append(String(piece))
                (piece, size) = (String.UnicodeScalarView(), 0)
            }
            piece.append(scalar)
            size += bytes
        }
        pieces.append(String(piece))
        return pieces.filter { !$0.allSatisfy(\.isWhitespace) }
    }
}
