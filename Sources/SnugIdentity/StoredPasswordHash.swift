import CLibCrypt
import Crypto

/// The possible contents of a user's `password`.
enum StoredPasswordHash {
    /// A hash that was made here.
    case scrypt(PHCString)
    /// A hash that came as SHA-256 in hexadecimal digits, without salt.
    ///
    /// It is kept as scrypt of those digits, so that the file holds nothing that is quick to try.
    /// *Source:* OWASP Password Storage Cheat Sheet, upgrading legacy hashes.
    case scryptOfSHA256(PHCString)
    /// A hash that came as bcrypt; crypt(5) computes it.
    case bcrypt(String)

    private static let wrappedPrefix = "$sha256"

    /// Creates a hash from its text; nil for a text that no password belongs to.
    init?(_ text: String) {
        if let own = PHCString(text) {
            self = .scrypt(own)
        } else if text.hasPrefix(Self.wrappedPrefix),
            let inner = PHCString(String(text.dropFirst(Self.wrappedPrefix.count)))
        {
            self = .scryptOfSHA256(inner)
        } else if Bcrypt.isHash(text) {
            self = .bcrypt(text)
        } else {
            return nil
        }
    }

    /// Returns the text that is kept of a wrapped SHA-256.
    static func wrapped(_ hash: PHCString) -> String { "\(wrappedPrefix)\(hash)" }

    /// Returns true if a text is a SHA-256 as the original product kept it: 64 hexadecimal digits.
    static func isSHA256(_ text: String) -> Bool { text.utf8.count == 64 && text.utf8.allSatisfy(\.isHexDigit) }

    /// Returns the SHA-256 of a password in lower-case hexadecimal digits.
    static func sha256(_ password: String) -> String {
        SHA256.hash(data: Array(password.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// bcrypt by the system's libcrypt (crypt(5), “bcrypt”).
enum Bcrypt {
    /// The highest cost accepted, for 2^cost rounds: above it a sign-in takes longer than one of our own hashes, which
    /// would tell that there is an account.
    private static let costMax = 12

    /// Returns true if a text is `$2a$`, `$2b$` or `$2y$`, two digits of cost, and 53 characters of salt and hash.
    static func isHash(_ text: String) -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, ["2a", "2b", "2y"].contains(parts[1]) else { return false }
        guard parts[2].utf8.count == 2, let cost = Int(parts[2]), (4...costMax).contains(cost) else { return false }
        return parts[3].utf8.count == 53
            && parts[3].utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default: false
                }
            }
    }

    /// Returns the hash of `password` with the salt and the cost of `hash`, or nil where libcrypt refuses.
    static func hash(_ password: String, like hash: String) -> String? {
        guard !password.utf8.contains(0) else { return nil }
        return unsafe withUnsafeTemporaryAllocation(of: crypt_data.self, capacity: 1) { data in
            guard let data = data.baseAddress else { return nil }
            unsafe data.initialize(to: crypt_data())
            // libcrypt writes into `data` alone; both texts end with a NUL and outlive the call.
            guard let result = unsafe crypt_r(password, hash, data) else { return nil }
            let text = unsafe String(cString: result)
            return text.hasPrefix("*") ? nil : text
        }
    }
}
