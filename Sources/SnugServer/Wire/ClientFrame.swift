import FoundationEssentials
import SnugChat

/// A frame of a client on `/ws` (PROTOCOL §4): bytes in, a command or a refusal out.
///
/// Parsing is pure.
struct ClientFrame: Sendable, Hashable {
    var command: Command
    /// The client's own name for the frame, which an error that answers it carries.
    var clientID: String?

    /// The thing that a client wants.
    enum Command: Sendable, Hashable {
        case send(Draft)
        /// - Parameter epoch: the log that the positions belong to; nil where the client does not say.
        case resume([Room.ID: Position], epoch: String?)
        case read(Room.ID, seq: Int64)
        case typing(Room.ID)
        /// The question whether the connection still stands.
        case ping
        /// The client's word on whether someone looks at it now.
        case visible(Bool)

        /// True for a command by which somebody is at the client, and not the client alone.
        var isDoneBySomebody: Bool {
            switch self {
            case .send, .read, .typing, .visible(true): true
            case .resume, .ping, .visible(false): false
            }
        }
    }

    /// The position in a room's log up to which a client has it.
    struct Position: Sendable, Hashable, Decodable {
        var seq: Int64
        var rev: Int64?
    }

    /// The refusal of a frame, with its `client_id` where it has one, so that the client knows which it was.
    struct Rejected: Error, Sendable, Hashable {
        var problem: Problem
        var clientID: String?
    }

    init(parsing text: [UInt8]) throws(Rejected) {
        let body: Body = try Self.decode(text)
        command = try body.command()
        clientID = Self.bounded(body.client_id)
    }

    /// Decodes a frame's body.
    /// - Throws: ``Rejected``, with the `client_id` where one can be read, whatever is wrong with the rest.
    static func decode<Body: FlatBody>(_ text: [UInt8]) throws(Rejected) -> Body {
        if let body = FlatJSON.read(Body.self, from: text) { return body }
        do throws(ProblemError) {
            return try StrictJSON.decode(Body.self, from: text)
        } catch {
            throw Rejected(
                problem: error.problem, clientID: bounded(StrictJSON.string(of: "client_id", in: text)))
        }
    }

    /// Returns a `client_id` as an error carries it: nil for one that is longer than any may be, which would send a long
    /// frame back to its sender.
    static func bounded(_ clientID: String?) -> String? {
        clientID.flatMap { $0.utf8.count <= Limits.clientIDBytesMax ? $0 : nil }
    }

    struct Body: FlatBody, Hashable {
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

        enum CodingKeys: String, CodingKey, CaseIterable {
            case type, room_id, content, client_id, reply_to, attachment_ids, seq, epoch, rooms, visible
        }

        static let members = FlatJSON.Member<CodingKeys>.all

        mutating func set(_ member: CodingKeys, to value: FlatJSON.Value) -> Bool {
            switch (member, value) {
            case (_, .null): break
            case (.type, .text(let text)): type = text
            case (.room_id, .number(let number)): room_id = number
            case (.content, .text(let text)): content = text
            case (.client_id, .text(let text)): client_id = text
            case (.reply_to, .number(let number)): reply_to = number
            case (.seq, .number(let number)): seq = number
            case (.epoch, .text(let text)): epoch = text
            case (.visible, .flag(let flag)): visible = flag
            default: return false
            }
            return true
        }

        func command() throws(Rejected) -> Command {
            switch type {
            case "send": .send(try draft())
            case "resume": .resume(try positions(), epoch: epoch)
            case "read": .read(Room.ID(try require(room_id, "room_id")), seq: try require(seq, "seq"))
            case "typing": .typing(Room.ID(try require(room_id, "room_id")))
            case "ping": .ping
            case "visible": .visible(try require(visible, "visible"))
            case nil: throw rejected("type", "type is missing.")
            case .some:
                throw Rejected(
                    problem: Problem(400, "unknown_type", "Unknown type", "This type of frame is not known here."),
                    clientID: ClientFrame.bounded(client_id))
            }
        }

        private func draft() throws(Rejected) -> Draft {
            Draft(
                roomID: Room.ID(try require(room_id, "room_id")), content: try require(content, "content"),
                clientID: client_id, replyTo: reply_to, attachmentIDs: (attachment_ids ?? []).map { Attachment.ID($0) })
        }

        private func positions() throws(Rejected) -> [Room.ID: Position] {
            let named = try require(rooms, "rooms")
            guard named.count <= Limits.resumeRoomsMax else {
                throw rejected("rooms", "rooms has at most \(Limits.resumeRoomsMax); send several frames.")
            }
            var positions: [Room.ID: Position] = [:]
            for (key, position) in named {
                guard let id = Int64(key), id > 0 else { throw rejected("rooms", "\(key) is not a room's id.") }
                positions[Room.ID(id)] = position
            }
            return positions
        }

        private func require<Value>(_ value: Value?, _ field: String) throws(Rejected) -> Value {
            guard let value else { throw rejected(field, "\(field) is missing.") }
            return value
        }

        private func rejected(_ field: String, _ message: String) -> Rejected {
            Rejected(problem: Problem(.invalid(field, message)), clientID: ClientFrame.bounded(client_id))
        }
    }
}

/// A frame of the original app on its room's own socket.
struct RoomFrame: Sendable, Hashable {
    var draft: Draft
    /// The client's own name for the frame, which an error that answers it carries.
    var clientID: String?

    /// - Parameters:
    ///   - room, user: the room and user of the socket's path; a frame that names others is refused.
    init(parsing text: [UInt8], room: Room.ID, user: User.ID) throws(ClientFrame.Rejected) {
        let body: Body = try ClientFrame.decode(text)
        clientID = ClientFrame.bounded(body.client_id)
        if let id = body.room_id, id != room.rawValue {
            throw ClientFrame.Rejected(
                problem: Problem(.forbidden("This socket belongs to room \(room).")), clientID: clientID)
        }
        if let id = body.user_id, id != user.rawValue {
            throw ClientFrame.Rejected(
                problem: Problem(.forbidden("This socket belongs to user \(user).")), clientID: clientID)
        }
        guard let content = body.content else {
            throw ClientFrame.Rejected(
                problem: Problem(.invalid("content", "content is missing.")), clientID: clientID)
        }
        draft = Draft(roomID: room, content: content, clientID: body.client_id)
    }

    struct Body: FlatBody, Hashable {
        var room_id: Int64?
        var user_id: Int64?
        var content: String?
        var client_id: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case room_id, user_id, content, client_id }

        static let members = FlatJSON.Member<CodingKeys>.all

        mutating func set(_ member: CodingKeys, to value: FlatJSON.Value) -> Bool {
            switch (member, value) {
            case (_, .null): break
            case (.room_id, .number(let number)): room_id = number
            case (.user_id, .number(let number)): user_id = number
            case (.content, .text(let text)): content = text
            case (.client_id, .text(let text)): client_id = text
            default: return false
            }
            return true
        }
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
