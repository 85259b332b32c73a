import Foundation

/// One line that `snug-bench prepare` prints: a room, a member of it, and the token that proves it.
struct Membership: Codable, Sendable, Hashable {
    var roomID: Int64
    var userID: Int64
    var token: String

    enum CodingKeys: String, CodingKey {
        case roomID = "room_id"
        case userID = "user_id"
        case token
    }

    static func read(_ file: String) throws -> [Membership] {
        try parse(Data(contentsOf: URL(fileURLWithPath: file)))
    }

    static func parse(_ lines: Data) throws -> [Membership] {
        let decoder = JSONDecoder()
        return try lines.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Membership.self, from: $0) }
    }
}
