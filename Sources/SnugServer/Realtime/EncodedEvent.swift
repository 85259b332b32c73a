import NIOCore
import SnugChat

/// An event with the frames it becomes, encoded once. A class: it is passed to each loop and room, and a reference
/// costs one count where an event costs one for each text in it.
final class EncodedEvent: Sendable {
    let event: Event
    let frame: ByteBuffer
    /// Of a new message.
    let posted: PostedMessage?

    /// What delivering a new message takes.
    struct PostedMessage: Sendable {
        var room: Room.ID
        var seq: Int64
        var sender: SocketID?
        /// What the socket that sent it gets in its place.
        var ack: ByteBuffer?
    }

    init?(_ event: Event) {
        var posted: PostedMessage?
        switch event {
        case .posted(let message, let origin):
            let object = JSONWriter.bytes { $0.message(message) }
            frame = ServerFrame.text(object)
            posted = PostedMessage(room: message.roomID, seq: message.seq)
            if case .socket(let sender) = origin {
                posted?.sender = sender
                posted?.ack = ServerFrame.ack(message.clientID, message: object)
            }
        case .read(let room, let user, let seq): frame = ServerFrame.read(room, user, seq: seq)
        case .joined(_, let summary): frame = ServerFrame.room(summary)
        case .left(_, let room), .roomDeleted(let room): frame = ServerFrame.roomLeft(room)
        case .changed(let message): frame = ServerFrame.change(message)
        case .typing(let room, let user): frame = ServerFrame.typing(room, user)
        case .presence(let user, let isOnline, let lastSeen, _):
            frame = ServerFrame.presence(user, isOnline: isOnline, lastSeen: lastSeen)
        case .summaryChanged, .sessionEnded, .sessionRenewed, .roleChanged: frame = ByteBuffer()
        case .mailQueued: return nil
        }
        self.event = event
        self.posted = posted
    }
}
