import SnugChat

/// The objects of PROTOCOL §2 and §3, each written in one place for REST and sockets alike.
extension JSONWriter {
    mutating func member(_ key: String, _ time: Timestamp) {
        member(key, time.rfc3339)
    }

    mutating func member(_ key: String, _ time: Timestamp?) {
        if let time { member(key, time.rfc3339) } else { null(key) }
    }

    mutating func message(_ message: Message) {
        object { json in
            json.member("type", "message")
            json.member("id", message.id.rawValue)
            json.member("room_id", message.roomID.rawValue)
            json.member("seq", message.seq)
            json.member("user_id", message.userID.rawValue)
            json.member("content", message.content)
            json.member("timestamp", message.timestamp)
            if let clientID = message.clientID { json.member("client_id", clientID) }
            if let replyTo = message.replyTo { json.member("reply_to", replyTo) }
            if let editedAt = message.editedAt { json.member("edited_at", editedAt) }
            if let deletedAt = message.deletedAt { json.member("deleted_at", deletedAt) }
            json.member("rev", message.rev)
            if !message.reactions.isEmpty {
                json.array("reactions", message.reactions) { json, reaction in
                    json.object { json in
                        json.member("emoji", reaction.emoji)
                        json.array("user_ids", reaction.users) { json, user in json.number(user.rawValue) }
                    }
                }
            }
            if !message.attachments.isEmpty {
                json.array("attachments", message.attachments) { json, attachment in json.attachment(attachment) }
            }
        }
    }

    mutating func user(_ user: User, withEmail: Bool, isOnline: Bool) {
        object { json in
            json.member("id", user.id.rawValue)
            json.member("name", user.name)
            if withEmail { json.member("email", user.email.text) }
            json.member("last_seen", user.showsPresence ? user.lastSeen : nil)
            json.member("online", isOnline)
            json.picture(of: user.id, user.picture)
            if user.deactivatedAt != nil { json.member("deactivated", true) }
        }
    }

    /// Writes the address of someone's picture, which has another one with each; nothing for someone without.
    private mutating func picture(of user: User.ID, _ tag: String?) {
        if let tag { member("picture_url", "/api/v1/users/\(user)/picture/\(tag)") }
    }

    mutating func me(_ account: OwnAccount) {
        let user = account.user
        object { json in
            json.member("id", user.id.rawValue)
            json.member("name", user.name)
            json.member("email", user.email.text)
            json.member("role", user.role.rawValue)
            json.member("created_at", user.createdAt)
            json.member("shows_presence", user.showsPresence)
            json.member("shows_reading", user.showsReading)
            json.picture(of: user.id, user.picture)
            json.object("storage") { json in
                json.member("used", account.filesBytes)
                json.member("max", account.filesBytesMax)
            }
            if let quiet = user.quiet {
                json.object("quiet") { json in
                    json.member("from", quiet.from.description)
                    json.member("to", quiet.to.description)
                    json.member("time_zone", quiet.timeZone)
                }
            } else {
                json.null("quiet")
            }
            json.member("mails_missed", user.mailsMissed)
            json.member("has_password", account.hasPassword)
            if let new = account.newEmail {
                json.object("new_email") { json in
                    json.member("email", new.email.text)
                    json.member("expires_at", new.expiresAt)
                }
            } else {
                json.null("new_email")
            }
            json.array("passkeys", account.passkeys) { json, passkey in json.passkey(passkey) }
        }
    }

    mutating func passkey(_ passkey: Passkey) {
        object { json in
            json.member("id", passkey.id.rawValue)
            json.member("name", passkey.name)
            json.member("created_at", passkey.createdAt)
            json.member("last_used_at", passkey.lastUsedAt)
        }
    }

    mutating func session(_ session: Session, isCurrent: Bool) {
        object { $0.sessionMembers(of: session, isCurrent: isCurrent) }
    }

    /// Writes a session as administrators see it.
    mutating func session(_ named: NamedSession, isCurrent: Bool) {
        object { json in
            json.sessionMembers(of: named.session, isCurrent: isCurrent)
            json.member("user_id", named.session.userID.rawValue)
            json.member("name", named.name)
            json.member("role", named.role.rawValue)
        }
    }

    private mutating func sessionMembers(of session: Session, isCurrent: Bool) {
        member("id", session.id.rawValue)
        member("current", isCurrent)
        member("device", session.device)
        member("address", session.address)
        member("created_at", session.createdAt)
        member("last_seen", session.lastSeen)
        member("expires_at", session.expiresAt)
    }

    /// Writes an account as administrators see it: with its last time here even where others do not see it, so that
    /// accounts that nobody uses are found.
    mutating func account(_ user: User, isOnline: Bool) {
        object { $0.accountMembers(of: user, isOnline: isOnline) }
    }

    mutating func accountMembers(of user: User, isOnline: Bool) {
        member("id", user.id.rawValue)
        member("name", user.name)
        member("email", user.email.text)
        member("role", user.role.rawValue)
        member("created_at", user.createdAt)
        member("last_seen", user.lastSeen)
        member("online", isOnline)
        picture(of: user.id, user.picture)
        member("deactivated", user.deactivatedAt != nil)
        member("deactivated_at", user.deactivatedAt)
        if user.closedAt != nil { member("closed", true) }
        if user.isAwaited { member("awaited", true) }
    }

    mutating func loginLink(_ link: LoginLink) {
        object { json in
            json.member("url", link.url)
            json.member("expires_at", link.expiresAt)
        }
    }

    mutating func waitingCode(_ code: WaitingCode) {
        object { json in
            json.member("id", code.id.rawValue)
            json.member("email", code.email.text)
            if let name = code.name { json.member("name", name) } else { json.null("name") }
            json.member("purpose", code.purpose.rawValue)
            if let user = code.userID { json.member("user_id", user.rawValue) } else { json.null("user_id") }
            json.member("created_at", code.createdAt)
            json.member("expires_at", code.expiresAt)
            json.member("mail", code.mail.rawValue)
        }
    }

    mutating func invite(_ issued: IssuedInvite) { invite(ListedInvite(invite: issued.invite, issued: issued)) }

    mutating func invite(_ listed: ListedInvite) {
        let invite = listed.invite
        object { json in
            json.member("id", invite.id.rawValue)
            json.member("name", invite.name)
            if let issued = listed.issued {
                json.member("token", issued.token)
                json.member("url", issued.url)
            }
            json.member("created_by", invite.createdBy.rawValue)
            json.member("created_at", invite.createdAt)
            json.member("expires_at", invite.expiresAt)
            json.member("uses", invite.uses)
            json.member("uses_max", invite.usesMax)
            json.array("room_ids", invite.rooms) { json, room in json.number(room.rawValue) }
            if invite.isStanding { json.member("standing", true) }
        }
    }

    mutating func audit(_ entry: AuditEntry) {
        object { json in
            json.member("id", entry.id.rawValue)
            json.member("at", entry.at)
            json.member("act", entry.act.rawValue)
            if let actor = entry.actor { json.member("actor_id", actor.rawValue) } else { json.null("actor_id") }
            if let user = entry.user { json.member("user_id", user.rawValue) } else { json.null("user_id") }
            json.member("address", entry.address)
            json.member("detail", entry.detail)
        }
    }

    /// - Parameter role: the role of the user that it is shown to.
    mutating func setting(_ setting: ServerSetting, for role: Role) {
        func text(_ key: String, _ value: String?, _ json: inout JSONWriter) {
            if let value { json.member(key, value) } else { json.null(key) }
        }
        object { json in
            json.member("key", setting.key)
            text("value", setting.value, &json)
            text("default", setting.defaultValue, &json)
            json.member("origin", setting.origin.rawValue)
            text("place", setting.place, &json)
            json.member("shape", setting.valueName)
            json.member("meaning", setting.help)
            json.member("secret", setting.isSecret)
            json.member("writable", setting.isWritable && role == .owner)
            json.member("takes_restart", setting.takesRestart)
            json.member("waiting", setting.isWaiting)
        }
    }

    /// Writes a room as administrators see it, who need not be in it.
    mutating func roomFromOutside(_ room: Room) {
        object { json in
            json.member("id", room.id.rawValue)
            json.member("name", room.name)
            json.member("kind", room.kind.rawValue)
            // The creator would tell who talks to whom.
            if room.kind == .direct {
                json.null("created_by")
            } else {
                json.member("created_by", room.createdBy.rawValue)
            }
            json.member("created_at", room.createdAt)
            json.member("last_seq", room.lastSeq)
            json.member("member_count", room.memberCount)
            json.member("last_activity_at", room.lastActivityAt)
            if room.welcomes { json.member("welcomes", true) }
        }
    }

    /// The part of a room's last message that is written with the room.
    enum LastMessage {
        case whole
        /// Its first ``Limits/previewCharactersMax`` characters.
        case beginning
        /// Nothing of it, not even that there is none: the reader knows it already.
        case leftOut
    }

    mutating func room(_ summary: RoomSummary, lastMessage: LastMessage = .whole) {
        object { $0.roomMembers(of: summary, lastMessage: lastMessage) }
    }

    mutating func member(_ member: NamedMember, isOnline: Bool) {
        object { json in
            json.member("user_id", member.member.userID.rawValue)
            json.member("name", member.name)
            json.member("role", member.member.role.rawValue)
            json.member("read_seq", member.member.readSeq)
            json.member("joined_at", member.member.joinedAt)
            json.member("online", isOnline)
            json.picture(of: member.member.userID, member.picture)
        }
    }

    /// Writes what everyone in a room sees alike, but for the name of a direct one: that is the other's.
    mutating func roomForAll(_ room: Room) {
        member("id", room.id.rawValue)
        member("name", room.name)
        member("kind", room.kind.rawValue)
        member("is_private", room.kind == .direct)
        member("created_by", room.createdBy.rawValue)
        member("created_at", room.createdAt)
        member("last_seq", room.lastSeq)
        member("last_rev", room.lastRev)
        member("member_count", room.memberCount)
        member("last_activity_at", room.lastActivityAt)
        if room.welcomes { member("welcomes", true) }
    }

    /// Writes what is told of a room, its people left out.
    mutating func roomMembers(of summary: RoomSummary, lastMessage: LastMessage = .whole) {
        roomForAll(summary.room)
        member("read_seq", summary.membership?.readSeq ?? 0)
        member("unread", summary.unread)
        member("mentions", summary.mentions)
        member("muted", summary.membership?.notify == .nothing)
        if let notify = summary.membership?.notify { member("notify", notify.rawValue) }
        if let until = summary.membership?.notifyUntil {
            member("notify_until", until)
            member("notify_after", (summary.membership?.notifyAfter ?? .everything).rawValue)
        }
        if let isPinned = summary.membership?.isPinned { member("pinned", isPinned) }
        if let other = summary.other { member("user_id", other.rawValue) }
        if summary.isOtherDeactivated { member("deactivated", true) }
        if lastMessage != .leftOut {
            // The last message is for members alone.
            if summary.membership != nil, var message = summary.lastMessage {
                if lastMessage == .beginning { message.content = message.content.beginning }
                member("last_message", json: Self.bytes { $0.message(message) })
            } else {
                null("last_message")
            }
        }
    }

    static func bytes(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        write(&json)
        return json.bytes
    }
}

extension String {
    /// The first ``Limits/previewCharactersMax`` characters, or the whole text where it has no more.
    fileprivate var beginning: String { String(unicodeScalars.prefix(Limits.previewCharactersMax)) }
}

extension JSONWriter {
    mutating func write(_ readiness: Readiness) {
        member("database", readiness.database.rawValue)
        member("disk", readiness.disk.rawValue)
    }
}
