import FoundationEssentials
import SnugChat

/// A frame of a client on `/ws` (PROTOCOL §4): bytes in, a command or a refusal out.
///
/// Parsing is pure.
enum ClientFrame: Sendable, Hashable {
    case send(Draft)
    /// - Parameter epoch: the log that the positions belong to; nil where the client does not say.
    case resume([Room.ID: Position], epoch: String?)
    case read(Room.ID, seq: Int64)
    case typing(Room.ID)
    /// The question whether the connection still stands.
    case ping
    /// The client's word on whether someone looks at it now.
    case visible(Bool)

    /// The position in a room's log up to which a client has it.
    struct Position: Sendable, Hashable, Decodable {
        var seq: Int64
        var rev: Int64?
    }

    /// The refusal of a frame, with its `client_id` where it has one, so that the client knows which send it was.
    struct Rejected: Error, Sendable, Hashable {
        var problem: Problem
        var clientID: String?
    }

    init(parsing text: [UInt8]) throws(Rejected) {
        let body: Body = try Self.decode(text)
        switch body.type {
        case "send":
            guard body.attachment_ids?.isEmpty ?? true else {
                throw body.rejected("attachment_ids", "attachment_ids names files, which cannot be sent here.")
            }
            self = .send(
                Draft(
                    roomID: Room.ID(try body.require(body.room_id, "room_id")),
                    content: try body.require(body.content, "content"),
                    clientID: body.client_id,
                    replyTo: body.reply_to))
        case "resume":
            let named = try body.require(body.rooms, "rooms")
            guard named.count <= Limits.resumeRoomsMax else {
                throw body.rejected("rooms", "rooms has at most \(Limits.resumeRoomsMax); send several frames.")
            }
            var rooms: [Room.ID: Position] = [:]
            for (key, position) in named {
                guard let id = Int64(key), id > 0 else { throw body.rejected("rooms", "\(key) is not a room's id.") }
                rooms[Room.ID(id)] = position
            }
            self = .resume(rooms, epoch: body.epoch)
        case "read":
            self = .read(
                Room.ID(try body.require(body.room_id, "room_id")), seq: try body.require(body.seq, "seq"))
        case "typing":
            self = .typing(Room.ID(try body.require(body.room_id, "room_id")))
        case "ping":
            self = .ping
        case "visible":
            self = .visible(try body.require(body.visible, "visible"))
        case nil:
            throw body.rejected("type", "type is missing.")
        case .some:
            throw Rejected(
                problem: Problem(400, "unknown_type", "Unknown type", "This type of frame is not known here."),
                clientID: body.client_id)
        }
    }

    /// Decodes a frame's body.
    /// - Throws: ``Rejected``, with the `client_id` where one can be read, whatever is wrong with the rest.
    static func decode<Body: Decodable>(_ text: [UInt8]) throws(Rejected) -> Body {
        do throws(ProblemError) {
            return try StrictJSON.decode(Body.self, from: text)
        } catch {
            let named = try? StrictJSON.decode(Named.self, from: text)
            throw Rejected(problem: error.problem, clientID: named?.client_id)
        }
    }

    /// The `client_id` of any object that has one.
    private struct Named: Decodable {
        var client_id: String
    }

    private struct Body: Decodable {
        var type: String?
        var room_id: Int64?
        var content: String?
        var client_id: String?
        var reply_to: Int64?
        var attachment_ids: [Int64]?
        var seq: Int64?
        var epoch: String?
        var rooms: [String: Position]?
        var visible: Bool?

        func require<Value>(_ value: Value?, _ field: String) throws(Rejected) -> Value {
            guard let value else { throw rejected(field, "\(field) is missing.") }
            return value
        }

        func rejected(_ field: String, _ message: String) -> Rejected {
            Rejected(problem: Problem(.invalid(field, message)), clientID: client_id)
        }
    }
}

/// A frame of the original app on its room's own socket.
struct RoomFrame: Sendable, Hashable {
    var draft: Draft

    /// - Parameters:
    ///   - room, user: the room and user of the socket's path; a frame that names others is refused.
    init(parsing text: [UInt8], room: Room.ID, user: User.ID) throws(ClientFrame.Rejected) {
        let body: Body = try ClientFrame.decode(text)
        if let id = body.room_id, id != room.rawValue {
            throw ClientFrame.Rejected(
                problem: Problem(.forbidden("This socket belongs to room \(room).")), clientID: body.client_id)
        }
        if let id = body.user_id, id != user.rawValue {
            throw ClientFrame.Rejected(
                problem: Problem(.forbidden("This socket belongs to user \(user).")), clientID: body.client_id)
        }
        guard let content = body.content else {
            throw ClientFrame.Rejected(
                problem: Problem(.invalid("content", "content is missing.")), clientID: body.client_id)
        }
        draft = Draft(roomID: room, content: content, clientID: body.client_id)
    }

    private struct Body: Decodable {
        var room_id: Int64?
        var user_id: Int64?
        var content: String?
        var client_id: String?
    }
}

extension Problem {
    /// Creates the problem of a body that is no JSON at all, or names the field that has another shape.
    init(decoding error: any Error, of body: Data) {
        let path: [any CodingKey]
        let message: String
        // Foundation takes bytes that are no UTF-8 for other things.
        guard String(validating: body, as: UTF8.self) != nil else {
            self = .malformedJSON
            return
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            path = context.codingPath + [key]
            message = "is missing."
        case DecodingError.valueNotFound(_, let context):
            path = context.codingPath
            message = "is missing."
        case DecodingError.typeMismatch(let type, let context):
            path = context.codingPath
            message = "is not \(Self.words(for: type))."
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            path = context.codingPath
            message = "is out of range."
        case DecodingError.dataCorrupted where (try? JSONDecoder().decode(WellFormed.self, from: body)) != nil:
            // Foundation does not say which number it was that no Int64 can hold.
            path = []
            message = "holds a number that is out of range."
        default:
            self = .malformedJSON
            return
        }
        let field = path.map(\.stringValue).joined(separator: ".")
        self.init(.invalid(field.isEmpty ? "body" : field, "\(field.isEmpty ? "The body" : field) \(message)"))
    }

    /// A value that any JSON decodes to.
    private struct WellFormed: Decodable {
        init(from decoder: any Decoder) {}
    }

    private static func words(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is any BinaryInteger.Type: "a whole number"
        case is Bool.Type: "true or false"
        case is [Any].Type: "a list"
        default: "of the right type"
        }
    }
}
