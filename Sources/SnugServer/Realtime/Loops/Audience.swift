/// A room's listeners on this loop, with the position in its log that they have reached.
final class Audience {
    var listeners: [SocketConnection] = []
    var lastSeq: Int64
    var lastRev: Int64

    init(lastSeq: Int64, lastRev: Int64) {
        self.lastSeq = lastSeq
        self.lastRev = lastRev
    }
}
