import FoundationEssentials

/// Base64 without padding (RFC 4648 §3.2), as PHC strings have it.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        String(Data(bytes).base64EncodedString().prefix { $0 != "=" })
    }

    static func decode(_ text: Substring) -> [UInt8]? {
        let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: String(padded)).map(Array.init)
    }
}
