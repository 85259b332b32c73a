import FoundationEssentials
import SnugChat

/// The browser's account of what was signed for (W §5.8.1).
struct ClientData: Sendable, Hashable {
    var type: String
    var challenge: [UInt8]
    var origin: String
    var isCrossOrigin: Bool

    /// The most bytes of it: it has four short members, and browsers may add more.
    static let bytesMax = 8_192

    init(_ json: [UInt8]) throws(PasskeyFault) {
        struct Members: Decodable {
            var type: String
            var challenge: String
            var origin: String
            var crossOrigin: Bool?
            var topOrigin: String?
        }
        guard json.count <= Self.bytesMax, let members = try? JSONDecoder().decode(Members.self, from: Data(json)),
            let challenge = [UInt8](base64URL: members.challenge)
        else { throw .malformed }
        type = members.type
        self.challenge = challenge
        origin = members.origin
        isCrossOrigin = members.crossOrigin == true || members.topOrigin != nil
    }
}
