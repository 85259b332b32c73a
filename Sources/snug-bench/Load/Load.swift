/// Rooms full of members, one of whom talks in each.
struct Load: Sendable, Hashable {
    /// What is counted, timed, and waited for before the next message.
    enum Subject: String, Sendable, Encodable {
        /// A sender waits for its own acknowledgement.
        case acknowledgements = "acks"
        /// A sender waits until everyone in the room, itself included, has heard.
        case deliveries
    }

    var name: String
    var rooms: Int
    /// Of each room; nobody is in two.
    var members: Int
    /// Messages under way in each room.
    var inFlight: Int
    /// Of each message's text.
    var contentBytes: Int
    var subject: Subject

    var sockets: Int { rooms * members }
}
