import Foundation
import NIOCore
import SnugChat
import Testing

@testable import SnugServer

/// The wire as `Tests/vectors` has it, which the client's tests read too.
@Suite struct `The wire's vectors` {
    private static func file<Vectors: Decodable>(_ name: String) throws -> Vectors {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try JSONDecoder().decode(
            Vectors.self, from: Data(contentsOf: folder.appendingPathComponent("vectors/\(name).json")))
    }

    // Frames of the client

    struct ClientVectors: Decodable {
        struct Taken: Decodable {
            var name: String
            var text: String
            var `is`: JSON
        }

        struct Refused: Decodable {
            var text: String
            var code: String
            var client_id: String?
        }

        var taken: [Taken]
        var refused: [Refused]
    }

    @Test func `what the client says is read as it is meant`() throws {
        let vectors: ClientVectors = try Self.file("client-frames")
        #expect(vectors.taken.count >= 8)
        for vector in vectors.taken {
            let frame = try ClientFrame(parsing: Array(vector.text.utf8))
            #expect(frame.command.described == vector.is, "\(vector.name)")
        }
    }

    @Test func `what is no frame is refused by name`() throws {
        let vectors: ClientVectors = try Self.file("client-frames")
        #expect(vectors.refused.count >= 25)
        for vector in vectors.refused {
            #expect("\(vector.text)") {
                _ = try ClientFrame(parsing: Array(vector.text.utf8))
            } throws: { error in
                let rejected = try #require(error as? ClientFrame.Rejected)
                return rejected.problem.code == vector.code && rejected.clientID == vector.client_id
            }
        }
    }

    // Frames of the server

    struct ServerVector: Decodable {
        var name: String
        var frame: JSON
    }

    @Test func `what the server says is said so`() throws {
        let vectors: [ServerVector] = try Self.file("server-frames")
        #expect(vectors.count >= 20)
        for vector in vectors {
            let said = try JSON(said: ServerFrame.made(of: vector.frame))
            #expect(said == vector.frame, "\(vector.name)")
        }
    }
}

/// Any JSON, compared by value.
enum JSON: Decodable, Hashable {
    case null
    case bool(Bool)
    case number(Int64)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Int64.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([JSON].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    /// Reads the text of a WebSocket frame without a mask.
    init(said frame: ByteBuffer) throws {
        var frame = frame
        let head = frame.readBytes(length: 2)
        switch head?.last {
        case 126: frame.moveReaderIndex(forwardBy: 2)
        case 127: frame.moveReaderIndex(forwardBy: 8)
        default: break
        }
        self = try JSONDecoder().decode(JSON.self, from: Data(frame.readableBytesView))
    }

    subscript(_ key: String) -> JSON? { if case .object(let members) = self { members[key] } else { nil } }
    var number: Int64? { if case .number(let number) = self { number } else { nil } }
    var string: String? { if case .string(let string) = self { string } else { nil } }
    var time: Timestamp? { string.flatMap { try? Date($0, strategy: Self.rfc3339) }.map(Timestamp.init) }
    var members: [String: JSON] { if case .object(let members) = self { members } else { [:] } }
    var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }

    private static let rfc3339 = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension Timestamp {
    fileprivate init(_ date: Date) {
        self.init(rawValue: Int64((date.timeIntervalSince1970 * 1_000).rounded()) * 1_000)
    }
}

extension ClientFrame.Command {
    /// The frame as the vectors describe it.
    fileprivate var described: JSON {
        func object(_ members: [String: JSON?]) -> JSON { .object(members.compactMapValues(\.self)) }
        return switch self {
        case .send(let draft):
            object([
                "send": object([
                    "room_id": .number(draft.roomID.rawValue), "content": .string(draft.content),
                    "client_id": draft.clientID.map(JSON.string), "reply_to": draft.replyTo.map(JSON.number),
                    "attachment_ids": draft.attachmentIDs.isEmpty
                        ? nil : .array(draft.attachmentIDs.map { .number($0.rawValue) }),
                ])
            ])
        case .resume(let rooms, let epoch):
            object([
                "resume": .object(
                    Dictionary(
                        uniqueKeysWithValues: rooms.map { room, position in
                            ("\(room)", object(["seq": .number(position.seq), "rev": position.rev.map(JSON.number)]))
                        })),
                "epoch": epoch.map(JSON.string),
            ])
        case .typing(let room): object(["typing": object(["room_id": .number(room.rawValue)])])
        case .read(let room, let seq):
            object(["read": object(["room_id": .number(room.rawValue), "seq": .number(seq)])])
        case .ping: object(["ping": .object([:])])
        case .visible(let isVisible): object(["visible": .bool(isVisible)])
        }
    }
}

extension ServerFrame {
    /// Returns the frame that the server would send for a vector.
    fileprivate static func made(of vector: JSON) throws -> ByteBuffer {
        let room = vector["room_id"]?.number.map { SnugChat.Room.ID($0) }
        let user = vector["user_id"]?.number.map { User.ID($0) }
        switch try #require(vector["type"]?.string) {
        case "hello":
            let caller = Caller(
                userID: try #require(user), sessionID: Session.ID(try #require(vector["session_id"]?.number)),
                role: .member, expiresAt: Timestamp(seconds: 0), signedInAt: Timestamp(seconds: 0))
            let rooms = try #require(vector["rooms"]).members.map { id, standing in
                Subscription(
                    roomID: Room.ID(try #require(Int64(id))), lastSeq: try #require(standing["last_seq"]?.number),
                    lastRev: try #require(standing["last_rev"]?.number),
                    readSeq: try #require(standing["read_seq"]?.number))
            }
            return hello(caller, rooms, epoch: try #require(vector["epoch"]?.string))
        case "message":
            return text(JSONWriter.bytes { [message = try message(vector)] in $0.message(message) })
        case "ack":
            let message = try message(try #require(vector["message"]))
            return ack(message.clientID, message: JSONWriter.bytes { $0.message(message) })
        case "change": return change(try message(try #require(vector["message"])))
        case "typing": return typing(try #require(room), try #require(user))
        case "presence":
            return presence(
                try #require(user), isOnline: vector["online"] == .bool(true), lastSeen: vector["last_seen"]?.time)
        case "read": return read(try #require(room), try #require(user), seq: try #require(vector["seq"]?.number))
        case "room":
            let room = try #require(vector["room"])
            // A new name is told to all alike.
            if room["read_seq"] == nil { return renamed(try Self.room(room)) }
            return self.room(try summary(room), isNew: room["last_message"] != nil)
        case "room_left":
            return roomLeft(
                Departure(
                    from: try #require(room),
                    try #require(vector["reason"]?.string.flatMap(Departure.Reason.init)),
                    by: vector["by"]?.number.map { User.ID($0) }, name: vector["name"]?.string ?? ""))
        case "pong": return alive
        case "member":
            return member(
                try #require(room), try self.user(of: vector),
                role: try #require(vector["role"]?.string.flatMap(Member.Role.init)),
                isIn: vector["joined"] == .bool(true), by: vector["by"]?.number.map { User.ID($0) },
                isOnline: vector["user"]?["online"] == .bool(true))
        case "user": return self.user(try self.user(of: vector), isOnline: vector["user"]?["online"] == .bool(true))
        case "error":
            var problem = Problem(
                400, try #require(vector["code"]?.string), "", try #require(vector["detail"]?.string))
            problem.retryAfter = vector["retry_after"]?.number
            return error(problem, clientID: vector["client_id"]?.string, room: room)
        case let type:
            return standing(
                try #require(Standing(rawValue: type)), try #require(room),
                lastSeq: try #require(vector["last_seq"]?.number), lastRev: try #require(vector["last_rev"]?.number))
        }
    }

    private static func user(of vector: JSON) throws -> User {
        let json = try #require(vector["user"])
        return User(
            id: User.ID(try #require(json["id"]?.number)), name: try #require(json["name"]?.string),
            email: try #require(EmailAddress("ben@example.org")), role: .member, createdAt: Timestamp(seconds: 0),
            lastSeen: json["last_seen"]?.time,
            deactivatedAt: json["deactivated"] == .bool(true) ? Timestamp(seconds: 0) : nil,
            picture: json["picture_url"]?.string?.split(separator: "/").last.map(String.init))
    }

    private static func message(_ json: JSON) throws -> Message {
        Message(
            id: Message.ID(try #require(json["id"]?.number)), roomID: Room.ID(try #require(json["room_id"]?.number)),
            seq: try #require(json["seq"]?.number), userID: User.ID(try #require(json["user_id"]?.number)),
            content: try #require(json["content"]?.string), timestamp: try #require(json["timestamp"]?.time),
            clientID: json["client_id"]?.string, replyTo: json["reply_to"]?.number,
            rev: try #require(json["rev"]?.number), editedAt: json["edited_at"]?.time,
            deletedAt: json["deleted_at"]?.time,
            reactions: try (json["reactions"]?.elements ?? []).map { reaction in
                Reaction(
                    emoji: try #require(reaction["emoji"]?.string),
                    users: (reaction["user_ids"]?.elements ?? []).compactMap(\.number).map { User.ID($0) })
            },
            attachments: try (json["attachments"]?.elements ?? []).map(attachment))
    }

    private static func attachment(_ json: JSON) throws -> SnugChat.Attachment {
        let preview = json["preview_url"]?.string?.split(separator: "/")[3]
        return SnugChat.Attachment(
            id: SnugChat.Attachment.ID(try #require(json["id"]?.number)), roomID: Room.ID(7), userID: User.ID(2),
            seq: 41,
            name: try #require(json["name"]?.string), type: try #require(json["type"]?.string),
            size: try #require(json["size"]?.number), width: json["width"]?.number.map(Int.init),
            height: json["height"]?.number.map(Int.init), alt: json["alt"]?.string,
            previewID: try preview.map { SnugChat.Attachment.ID(try #require(Int64(String($0)))) },
            createdAt: Timestamp(seconds: 0))
    }

    private static func room(_ json: JSON) throws -> Room {
        Room(
            id: Room.ID(try #require(json["id"]?.number)), name: try #require(json["name"]?.string),
            kind: try #require(json["kind"]?.string.flatMap(Room.Kind.init)),
            createdBy: User.ID(try #require(json["created_by"]?.number)),
            createdAt: try #require(json["created_at"]?.time), lastSeq: try #require(json["last_seq"]?.number),
            lastRev: try #require(json["last_rev"]?.number),
            memberCount: try #require(json["member_count"]?.number),
            lastActivityAt: try #require(json["last_activity_at"]?.time))
    }

    private static func summary(_ json: JSON) throws -> RoomSummary {
        let room = try room(json)
        return RoomSummary(
            room: room,
            membership: Member(
                roomID: room.id, userID: User.ID(1), role: .member, joinedAt: Timestamp(seconds: 0),
                readSeq: try #require(json["read_seq"]?.number),
                notify: try #require(json["notify"]?.string.flatMap(Member.Notify.init)),
                isPinned: json["pinned"] == .bool(true)),
            lastMessage: try json["last_message"].flatMap { $0 == .null ? nil : try message($0) },
            mentions: try #require(json["mentions"]?.number),
            other: json["user_id"]?.number.map { User.ID($0) })
    }
}
