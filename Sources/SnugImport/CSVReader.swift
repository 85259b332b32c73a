import SnugChat

/// The records of comma-separated values (RFC 4180).
///
/// A field without quotes that is empty is no value.
struct CSVReader: ~Copyable {
    private var bytes: ByteReader

    init(_ bytes: consuming ByteReader) { self.bytes = bytes }

    /// Reads the next record.
    /// - Returns: its fields, or nil at the end of the file.
    /// - Throws: ``ImportFault``
    mutating func next() throws(ImportFault) -> [String?]? {
        // PostgreSQL and spreadsheets may begin with a byte order mark; empty lines hold nothing.
        while let byte = try bytes.peek(), [0xEF, 0xBB, 0xBF, UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(byte) {
            _ = try bytes.take()
        }
        guard try bytes.peek() != nil else { return nil }
        var record: [String?] = []
        var size = 0
        while true {
            let (field, isLast) = try field(size: &size)
            record.append(field)
            if isLast { return record }
        }
    }

    private mutating func field(size: inout Int) throws(ImportFault) -> (String?, isLast: Bool) {
        var text: [UInt8] = []
        var wasQuoted = false
        var isQuoted = false
        while let byte = try bytes.take() {
            size += 1
            if size > Limits.importRowBytesMax {
                throw bytes.broken("a row of more than \(Limits.importRowBytesMax) bytes")
            }
            switch byte {
            case UInt8(ascii: "\"") where isQuoted:
                if try bytes.peek() == UInt8(ascii: "\"") {
                    _ = try bytes.take()
                    text.append(byte)
                } else {
                    isQuoted = false
                }
            case UInt8(ascii: "\"") where text.isEmpty && !wasQuoted:
                (isQuoted, wasQuoted) = (true, true)
            case UInt8(ascii: ",") where !isQuoted:
                return (value(text, wasQuoted), false)
            case UInt8(ascii: "\n") where !isQuoted:
                if text.last == UInt8(ascii: "\r") { text.removeLast() }
                return (value(text, wasQuoted), true)
            default:
                text.append(byte)
            }
        }
        if isQuoted { throw bytes.broken("a quoted text does not end") }
        return (value(text, wasQuoted), true)
    }

    private func value(_ text: [UInt8], _ wasQuoted: Bool) -> String? {
        wasQuoted || !text.isEmpty ? String(decoding: text, as: UTF8.self) : nil
    }
}
