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
    /// In each room, whatever is still under way; nil where one follows the other.
    var messagesPerSecond: Double?
    /// Of each room's members, how many never take what they are sent.
    var silent = 0

    var sockets: Int { rooms * members }
}
