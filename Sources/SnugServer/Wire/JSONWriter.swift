/// A writer of JSON (RFC 8259) straight into bytes, for every answer and frame of the server.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// Returns the bytes of one object.
    static func object(capacity: Int = 256, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter(capacity: capacity)
        json.object(members)
        return json.bytes
    }

    mutating func object(_ members: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        members(&self)
        close(UInt8(ascii: "}"))
    }

    mutating func array<Element>(_ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void) {
        open(UInt8(ascii: "["))
        for element in elements { write(&self, element) }
        close(UInt8(ascii: "]"))
    }

    // Pieces, for an answer that is written as it is made

    mutating func openObject() { open(UInt8(ascii: "{")) }

    mutating func closeObject() { close(UInt8(ascii: "}")) }

    mutating func openArray() { open(UInt8(ascii: "[")) }

    mutating func openArray(_ key: String) {
        self.key(key)
        openArray()
    }

    mutating func closeArray() { close(UInt8(ascii: "]")) }

    /// Returns the bytes written so far, which are not kept.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    // Members

    mutating func object(_ key: String, _ members: (inout JSONWriter) -> Void) {
        self.key(key)
        object(members)
    }

    mutating func array<Element>(
        _ key: String,
        _ elements: some Sequence<Element>,
        _ write: (inout JSONWriter, Element) -> Void
    ) {
        self.key(key)
        array(elements, write)
    }

    mutating func member(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    mutating func member(_ key: String, _ value: some BinaryInteger) {
        self.key(key)
        raw(String(value).utf8)
    }

    mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        raw(value ? "true".utf8 : "false".utf8)
    }

    mutating func null(_ key: String) {
        self.key(key)
        raw("null".utf8)
    }

    /// Writes a member whose value is JSON already.
    mutating func member(_ key: String, json: [UInt8]) {
        self.key(key)
        raw(json)
    }

    // Values

    mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var value = value
        // The text's own bytes, read while it lives.
        value.withUTF8 { text in unsafe escape(text) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    mutating func number(_ value: some BinaryInteger) {
        raw(String(value).utf8)
    }

    mutating func bool(_ value: Bool) {
        raw(value ? "true".utf8 : "false".utf8)
    }

    mutating func null() {
        raw("null".utf8)
    }

    /// Writes runs of plain bytes as they are, each in one piece, and what stands between them escaped.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in 0..<text.count {
            let byte = unsafe text[index]
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F else { continue }
            if start < index { unsafe bytes.append(contentsOf: text[start..<index]) }
            escape(byte)
            start = index + 1
        }
        if start < text.count { unsafe bytes.append(contentsOf: text[start...]) }
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes += [0x5C, 0x22]
        case UInt8(ascii: "\\"): bytes += [0x5C, 0x5C]
        case UInt8(ascii: "\n"): bytes += [0x5C, UInt8(ascii: "n")]
        case UInt8(ascii: "\r"): bytes += [0x5C, UInt8(ascii: "r")]
        case UInt8(ascii: "\t"): bytes += [0x5C, UInt8(ascii: "t")]
        case 0..<0x20, 0x7F:
            bytes += Array("\\u00".utf8) + [Self.hex[Int(byte >> 4)], Self.hex[Int(byte & 15)]]
        default: bytes.append(byte)
        }
    }

    private static let hex = Array("0123456789abcdef".utf8)

    private mutating func key(_ key: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: key.utf8)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func raw(_ value: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = false
    }
}
