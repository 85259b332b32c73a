/// Rooms full of members, one of whom talks in each.
struct Load: Sendable, Hashable {
    /// The event that is counted, timed, and waited for before the next message.
    enum Subject: String, Sendable, Encodable {
        /// The acknowledgement: a sender waits for its own.
        case acknowledgements = "acks"
        /// The delivery: a sender waits until everyone in the room, itself included, has heard.
        case deliveries
        /// The deliveries to other nodes than the talker's, which are reported beside all.
        case crossings
        /// The bytes of files.
        case bytes
    }

    var name: String
    var rooms: Int
    /// The members of each room; nobody is in two.
    var members: Int
    /// The messages under way in each room.
    var inFlight: Int
    /// The bytes of each message's text.
    var contentBytes: Int
    var subject: Subject
    /// The messages a second in each room, with others still under way; nil where one follows the other.
    var messagesPerSecond: Double?
    /// The number of each room's members that never take what they are sent.
    var silent = 0

    var sockets: Int { rooms * members }
}
