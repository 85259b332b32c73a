/// The part of a connection that waits for nothing: its thread waits for its socket.
extension PostgresConnection {
    /// Returns the payloads of the notifications that have come on a channel.
    /// - Throws: ``PostgresError/connectionLost``
    func notifications(on channel: String) throws -> [String] {
        try takeIn()
        var payloads: [String] = []
        while let (name, payload) = nextNotification() { if name == channel { payloads.append(payload) } }
        return payloads
    }

    /// Reads the first row of the answer to what was sent; nil where it has none.
    /// - Throws: ``PostgresError``
    func sentAnswer<Found>(read: (Row) throws -> Found) throws -> Found? {
        var found: Found?
        while let answer = try nextAnswer() {
            if answer.count > 0, found == nil { found = try read(answer.row(0)) }
        }
        return found
    }
}
