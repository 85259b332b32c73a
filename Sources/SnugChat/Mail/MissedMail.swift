/// The state of somebody's mail about what they have missed.
public enum MissedMail: Sendable, Hashable {
    /// They were spoken to; whether they have read it is looked at then.
    case waiting(until: Timestamp)
    /// They were mailed about this message, by a mail of this moment: the next one waits until they have read it, or
    /// something that was said since.
    case sent(about: Int64, in: Room.ID, at: Timestamp)
}

extension Timestamp {
    /// The last moment until which anybody can wait by now to be looked at.
    ///
    /// Whoever waits for longer was noted by a clock that was ahead, and counts as due (``isPending(at:within:)``).
    public var lastMissedMailDue: Timestamp { self + Limits.missedMailWaitMax + Limits.clockStepMax }
}

/// The message that a mail tells of.
///
/// It goes with the mail through the queue: who has read it before the mail goes out gets none.
public struct MissedMessage: Sendable, Hashable, Codable {
    public var user: User.ID
    public var room: Room.ID
    public var seq: Int64

    init(of user: User.ID, _ seq: Int64, in room: Room.ID) {
        self.user = user
        self.room = room
        self.seq = seq
    }

    private enum CodingKeys: CodingKey {
        case user, room, seq
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        user = User.ID(try values.decode(Int64.self, forKey: .user))
        room = Room.ID(try values.decode(Int64.self, forKey: .room))
        seq = try values.decode(Int64.self, forKey: .seq)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(user.rawValue, forKey: .user)
        try values.encode(room.rawValue, forKey: .room)
        try values.encode(seq, forKey: .seq)
    }
}

/// The questions to a store about mails of what was missed.
public protocol MissedMailStoreReader {
    /// Returns the state of somebody's mail; nil where they have missed nothing.
    func missedMail(of user: User.ID) throws -> MissedMail?
    /// Returns the people at whom is to be looked by `now`, those longest due first, and behind them those who wait for a
    /// moment after ``Timestamp/lastMissedMailDue``.
    func missedMailsDue(at now: Timestamp, limit: Int) throws -> [User.ID]
    /// Returns the first moment at which somebody is to be looked at, past or not; nil where nobody is.
    ///
    /// It is `now` for whoever waits for a moment after ``Timestamp/lastMissedMailDue``.
    func nextMissedMailDue(at now: Timestamp) throws -> Timestamp?
    /// Returns true if somebody has read up to a message that was said after a moment, and after they came into its room.
    func hasRead(_ user: User.ID, after time: Timestamp) throws -> Bool
    /// Returns messages of others that call somebody, by name or as one who was there, and that they have not read, in the
    /// order of their ids: whoever calls often hides nobody else's calls.
    /// - Parameters:
    ///   - last: the message after which they come.
    ///   - time: the moment after which they were said.
    ///   - count: the most of one author in one room, the first ones.
    ///   - limit: the most in all: the first of each author and room before their second.
    func unreadCalls(
        of user: User.ID, after last: Message.ID, since time: Timestamp, each count: Int, limit: Int
    ) throws -> [Message]
    /// Returns the id of the newest message; 0 where there is none.
    func newestMessage() throws -> Message.ID
    /// Returns the language that somebody's browser or app asked for when they last used one, English for nobody.
    func language(of user: User.ID) throws -> Language
}

/// The changes to what a store holds about mails of what was missed.
public protocol MissedMailStoreWriter: MissedMailStoreReader {
    /// Sets the state of somebody's mail.
    /// - Parameter missed: the state; nil where they have missed nothing.
    func setMissedMail(_ missed: MissedMail?, of user: User.ID) throws
    /// Sets if somebody is mailed about what they have missed.
    func setMailsMissed(_ mails: Bool, of user: User.ID) throws
}
