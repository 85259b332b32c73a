import NIOCore
import SnugChat

/// An event with the frames it becomes, encoded once.
///
/// It is a class because it is passed to each loop and room: copying a reference costs one reference count, copying an
/// event one for each text in it.
final class EncodedEvent: Sendable {
    let event: Event
    let frame: ByteBuffer
    /// The details of a new message; nil for any other event.
    let posted: PostedMessage?

    /// The facts needed to deliver a new message.
    struct PostedMessage: Sendable {
        var room: Room.ID
        var seq: Int64
        var sender: SocketID?
        /// The frame that the sending socket gets in place of the message.
        var ack: ByteBuffer?
        /// The frame for the original app, which knows of no files; nil where it is the same.
        var frameForOriginalApp: ByteBuffer?
    }

    /// - Parameter isOnline: a function that says if someone is online now.
    init?(_ event: Event, isOnline: (User.ID) -> Bool) {
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
            posted?.frameForOriginalApp = message.forOldReaders.map { message in
                ServerFrame.text(JSONWriter.bytes { $0.message(message) })
            }
        case .renamed(let room): frame = ServerFrame.renamed(room)
        case .left(_, let departure), .roomDeleted(let departure): frame = ServerFrame.roomLeft(departure)
        case .changed(let message): frame = ServerFrame.change(message)
        case .typing(let room, let user): frame = ServerFrame.typing(room, user)
        case .memberChanged(let room, let user, let role, let change, let doer):
            frame = ServerFrame.member(
                room, user, role: role, isIn: change != .left, by: doer, isOnline: isOnline(user.id))
        case .userChanged(let user, _): frame = ServerFrame.user(user, isOnline: isOnline(user.id))
        case .presence(let user, let isOnline, let lastSeen, _):
            frame = ServerFrame.presence(user, isOnline: isOnline, lastSeen: lastSeen)
        // Encoded for those who are here, by their loops.
        case .joined, .summaryChanged: frame = ByteBuffer()
        case .sessionEnded, .sessionRenewed, .roleChanged, .presenceShown, .interrupted: frame = ByteBuffer()
        // Reading is told by `ReadReceipts`, other nodes' people by `PeerNews`.
        case .read, .peer, .mailQueued, .pushesQueued, .missedNoted, .attachmentsRemoved, .indexForgotten,
            .settingsChanged:
            return nil
        }
        self.event = event
        self.posted = posted
    }

    /// Returns the frame as one kind of socket hears it.
    func frame(forOriginalApp isOld: Bool) -> ByteBuffer { isOld ? posted?.frameForOriginalApp ?? frame : frame }
}
