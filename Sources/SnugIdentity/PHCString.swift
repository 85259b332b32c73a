/// A password hash as it is kept: `$scrypt$ln=15,r=8,p=3$SALT$HASH`, both in base64 without padding.
///
/// *Source:* the PHC string format specification.
struct PHCString: Sendable, Hashable, CustomStringConvertible {
    /// The costs of scrypt (RFC 7914 §2): N = 2^logN, block size r, parallelisation p.
    struct Costs: Sendable, Hashable {
        var logN: UInt8
        var r: UInt32
        var p: UInt32

        /// The costs of a new hash: 32 MB and about a third of a second, thrice the work of N = 2^15 alone.
        ///
        /// *Source:* OWASP Password Storage Cheat Sheet, scrypt.
        static let standard = Costs(logN: 15, r: 8, p: 3)
        /// True within the bounds of a hash that is read, so that a foreign one cannot ask for gigabytes.
        var isAcceptable: Bool { (1...17).contains(logN) && (1...8).contains(r) && (1...16).contains(p) }
        /// The bytes that scrypt needs: 128 · N · r, and a block a lane.
        var memoryBytes: UInt64 { 128 << UInt64(logN) * UInt64(r) + 128 * UInt64(r) * UInt64(p) }
    }

    var costs: Costs
    var salt: [UInt8]
    var hash: [UInt8]

    init(costs: Costs, salt: [UInt8], hash: [UInt8]) {
        self.costs = costs
        self.salt = salt
        self.hash = hash
    }

    /// Creates a hash from its text; nil where this is not a scrypt hash with acceptable costs.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        var values: [Substring: UInt32] = [:]
        for pair in parts[2].split(separator: ",") {
            let sides = pair.split(separator: "=")
            guard sides.count == 2, let value = UInt32(sides[1]) else { return nil }
            values[sides[0]] = value
        }
        guard let logN = values["ln"], let r = values["r"], let p = values["p"], logN <= 63,
            let salt = Base64.decode(parts[3]), let hash = Base64.decode(parts[4]),
            (8...64).contains(salt.count), (16...64).contains(hash.count)
        else { return nil }
        let costs = Costs(logN: UInt8(logN), r: r, p: p)
        guard costs.isAcceptable else { return nil }
        self.init(costs: costs, salt: salt, hash: hash)
    }

    var description: String {
        "$scrypt$ln=\(costs.logN),r=\(costs.r),p=\(costs.p)$\(Base64.encode(salt))$\(Base64.encode(hash))"
    }
}
