/// The mails to people who were spoken to and have not read it: by name, or between two.
///
/// Whoever decides about pushes notes who was spoken to (``note(_:in:at:)``). A while later each of them is looked at
/// anew, by what holds then. A mail holds none of the words: the page alone shows them, to whoever may read the room.
///
/// Made by ``ChatServices`` alone, so that no route can reach it.
public struct MissedMails: Sendable {
    let chat: Chat

    /// The time for which something stays unread before there is a mail; nil while none is sent.
    var after: Duration? {
        let policy = chat.policy
        return policy.sendsMail ? policy.mailsMissedAfter : nil
    }

    /// True while mails are sent about what was missed.
    var isOn: Bool { after != nil }

    /// Notes that these mails have been switched on or off: of what was said before they were, nobody is mailed.
    public func noteSwitch() async throws {
        let isOn = isOn
        guard try await chat.store.read({ try since(in: $0) != nil }) != isOn else { return }
        try await chat.store.write { store in
            guard (try since(in: store) != nil) != isOn else { return }
            try store.setSetting(SettingName.missedMailsSince, to: isOn ? "\(store.newestMessage())" : nil)
        }
    }

    /// Returns the message after which the first comes that there may be a mail about; nil while there are no mails.
    func since(in store: any StoreReader) throws -> Message.ID? {
        try store.setting(SettingName.missedMailsSince).flatMap { Int64($0) }.map { Message.ID($0) }
    }

    /// Returns the members who are spoken to by messages of a room, have not read them and wait for no mail yet.
    func spokenTo(
        by messages: [Message], calls: Set<MessageCall>, in room: Room.ID, of store: any StoreReader, at now: Timestamp
    ) throws -> [User.ID] {
        guard isOn, let since = try since(in: store), let kind = try store.room(room)?.kind else { return [] }
        let messages = messages.filter { since < $0.id }
        let callsAll = kind == .direct || calls.contains { $0.user == nil }
        let members =
            callsAll
            ? try store.members(of: room).map(\.member)
            : try Set(calls.compactMap(\.user)).compactMap { try store.member($0, of: room) }
        return try members.filter { member in
            messages.contains { message in
                member.isTold(of: message, calls: calls, at: now, within: Limits.missedMailWithin)
                    && member.isSpokenTo(by: message, calls: calls, in: kind)
            }
        }.map(\.userID).filter { try isToBeNoted($0, in: store, at: now) && store.user($0)?.takesMissedMails ?? false }
    }

    /// Notes people who were spoken to, so that they are looked at once it may have been missed.
    func note(_ users: [User.ID], in store: any StoreWriter, at now: Timestamp) throws {
        guard let after else { return }
        let new = try users.filter { try isToBeNoted($0, in: store, at: now) }
        for user in new { try store.setMissedMail(.waiting(until: now + after), of: user) }
        if !new.isEmpty { store.announce(.missedNoted) }
    }

    /// Returns false for somebody who is looked at soon enough, or has not been back since they were mailed.
    private func isToBeNoted(_ user: User.ID, in store: any StoreReader, at now: Timestamp) throws -> Bool {
        guard let after else { return false }
        return switch try store.missedMail(of: user) {
        case nil: true
        // Some wait for longer: until there may be another mail about what one person says.
        case .waiting(let due): now + after < due
        case .sent(let seq, let room, let time):
            try hasRead(MissedMessage(of: user, seq, in: room), since: time, in: store, at: now)
        }
    }

    /// Returns true if somebody has read what they were mailed about or anything that was said since, or has muted its
    /// room.
    ///
    /// Nobody else can do that for them: neither by deleting it, nor by putting them out of its room or back into it. Where
    /// it cannot be read any more it is enough that they have been there since.
    private func hasRead(
        _ missed: MissedMessage, since time: Timestamp, in store: any StoreReader, at now: Timestamp
    ) throws -> Bool {
        if let member = try store.member(missed.user, of: missed.room), member.joinedAt < time {
            if member.readSeq >= missed.seq || member.holding(at: now).notify == .nothing { return true }
        } else if let lastSeen = try store.user(missed.user)?.lastSeen, time < lastSeen {
            return true
        }
        return try store.hasRead(missed.user, after: time)
    }
}
