import NIOCore
import SnugChat

/// The frames of the server on sockets (PROTOCOL §4), each encoded once with its WebSocket header in front, and shared
/// by all who get it.
enum ServerFrame {
    /// Returns a text frame, final and unmasked (RFC 6455 §5.2).
    static func text(_ payload: [UInt8]) -> ByteBuffer {
        frame(opcode: 0x1, payload)
    }

    static func binary(_ payload: [UInt8]) -> ByteBuffer { frame(opcode: 0x2, payload) }

    static func ping() -> ByteBuffer { frame(opcode: 0x9, []) }

    static func pong(_ payload: [UInt8]) -> ByteBuffer { frame(opcode: 0xA, payload) }

    /// Returns a close frame (RFC 6455 §5.5.1), without a code where the peer gave none.
    static func close(_ code: UInt16?, _ reason: String = "") -> ByteBuffer {
        guard let code else { return frame(opcode: 0x8, []) }
        return frame(opcode: 0x8, [UInt8(code >> 8), UInt8(code & 255)] + reason.utf8.prefix(123))
    }

    private static func frame(opcode: UInt8, _ payload: [UInt8]) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: payload.count + 10)
        buffer.writeInteger(0x80 | opcode)
        switch payload.count {
        case ...125:
            buffer.writeInteger(UInt8(payload.count))
        case ...65_535:
            buffer.writeInteger(UInt8(126))
            buffer.writeInteger(UInt16(payload.count))
        default:
            buffer.writeInteger(UInt8(127))
            buffer.writeInteger(UInt64(payload.count))
        }
        buffer.writeBytes(payload)
        return buffer
    }

    // The frames of `/ws`

    /// - Parameter epoch: the name of the log that the positions belong to.
    static func hello(_ caller: Caller, _ rooms: [Subscription], epoch: String) -> ByteBuffer {
        text(
            JSONWriter.object(capacity: 128 + 64 * rooms.count) { json in
                json.member("type", "hello")
                json.member("user_id", caller.userID.rawValue)
                json.member("session_id", caller.sessionID.rawValue)
                json.member("server", Version.name)
                json.member("epoch", epoch)
                json.object("rooms") { json in
                    for room in rooms {
                        json.object(room.roomID.description) { json in
                            json.member("last_seq", room.lastSeq)
                            json.member("last_rev", room.lastRev)
                            json.member("read_seq", room.readSeq)
                        }
                    }
                }
            })
    }

    static func ack(_ clientID: String?, message: [UInt8]) -> ByteBuffer {
        text(
            JSONWriter.object(capacity: message.count + 96) { json in
                json.member("type", "ack")
                if let clientID { json.member("client_id", clientID) }
                json.member("message", json: message)
            })
    }

    static func change(_ message: Message) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "change")
                json.member("message", json: JSONWriter.bytes { $0.message(message) })
            })
    }

    static func typing(_ room: Room.ID, _ user: User.ID) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "typing")
                json.member("room_id", room.rawValue)
                json.member("user_id", user.rawValue)
            })
    }

    static func presence(_ user: User.ID, isOnline: Bool, lastSeen: Timestamp?) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "presence")
                json.member("user_id", user.rawValue)
                json.member("online", isOnline)
                json.member("last_seen", lastSeen)
            })
    }

    static func read(_ room: Room.ID, _ user: User.ID, seq: Int64) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "read")
                json.member("room_id", room.rawValue)
                json.member("user_id", user.rawValue)
                json.member("seq", seq)
            })
    }

    /// Returns the frame that shows a room, which is in the way of everyone who is in it: it is never long.
    /// - Parameter isNew: true for one that the reader came into, which is told what was said there last.
    static func room(_ summary: RoomSummary, isNew: Bool) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "room")
                json.member(
                    "room",
                    json: JSONWriter.bytes { $0.room(summary, lastMessage: isNew ? .beginning : .leftOut) })
            })
    }

    /// Returns the frame that shows a room's new name: what all who are in it see alike, so that it is one for all.
    static func renamed(_ room: Room) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "room")
                json.object("room") { $0.roomForAll(room) }
            })
    }

    static func roomLeft(_ departure: Departure) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "room_left")
                json.member("room_id", departure.room.rawValue)
                json.member("reason", departure.reason.rawValue)
                if let doer = departure.by { json.member("by", doer.rawValue) }
                if !departure.name.isEmpty { json.member("name", departure.name) }
            })
    }

    /// Returns the frame that tells of someone in a room: who they are, their role there, and if they are in it now.
    static func member(
        _ room: Room.ID, _ user: User, role: Member.Role, isIn: Bool, by doer: User.ID? = nil, isOnline: Bool
    ) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "member")
                json.member("room_id", room.rawValue)
                json.member("user", json: JSONWriter.bytes { $0.user(user, withEmail: false, isOnline: isOnline) })
                json.member("role", role.rawValue)
                json.member("joined", isIn)
                if let doer { json.member("by", doer.rawValue) }
            })
    }

    static func user(_ user: User, isOnline: Bool) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "user")
                json.member("user", json: JSONWriter.bytes { $0.user(user, withEmail: false, isOnline: isOnline) })
            })
    }

    enum Standing: String { case resumed, resync }

    static func standing(_ type: Standing, _ room: Room.ID, lastSeq: Int64, lastRev: Int64) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", type.rawValue)
                json.member("room_id", room.rawValue)
                json.member("last_seq", lastSeq)
                json.member("last_rev", lastRev)
            })
    }

    static func error(_ problem: Problem, clientID: String? = nil, room: Room.ID? = nil) -> ByteBuffer {
        text(
            JSONWriter.object { json in
                json.member("type", "error")
                json.member("code", problem.code)
                json.member("detail", problem.detail)
                if let clientID { json.member("client_id", clientID) }
                if let room { json.member("room_id", room.rawValue) }
                if let retryAfter = problem.retryAfter { json.member("retry_after", retryAfter) }
            })
    }

    /// The answer to `ping`, which tells a client that cannot see the protocol's own pings that the connection stands.
    static let alive = text(Array(#"{"type":"pong"}"#.utf8))

    /// The first frame of a room's own socket.
    static let connected = text(Array(#"{"status":"connected"}"#.utf8))
}
