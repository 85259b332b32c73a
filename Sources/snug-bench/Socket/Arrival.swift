/// A frame from the server, as far as a load generator cares.
enum Arrival: Sendable, Hashable {
    case hello
    /// A message with its sender's stamp; nil when that is not this program's.
    case message(SendStamp?)
    case ack(SendStamp?)
    /// An `error` frame.
    case refused(code: String, detail: String, SendStamp?)
    /// The server found this client too slow to be sent everything.
    case resync
    /// A room is up to date again.
    case resumed
    /// Presence, typing, reading positions, which do not count here.
    case other
}

/// A scanner that tells arrivals apart by as few bytes as it can.
///
/// A generator must cost less than what it measures.
///
/// The server's frames of one kind have their fields in the same places, so it first looks where it found them last
/// time. That is no guess: `"client_id":"` with bare quotes cannot stand inside a JSON string. Anything unexpected is
/// read field by field.
struct ArrivalScanner {
    private var messageIDAt = 0
    private var ackIDAt = 0

    private static let message = Array(#"{"type":"message","#.utf8)
    private static let ack = Array(#"{"type":"ack","#.utf8)
    private static let clientID = Array(#""client_id":""#.utf8)

    mutating func scan(_ text: Span<UInt8>) -> Arrival {
        if let stamp = expectedStamp(text, Self.message, messageIDAt) { return .message(stamp) }
        if let stamp = expectedStamp(text, Self.ack, ackIDAt) { return .ack(stamp) }
        return scanFields(text)
    }

    private func expectedStamp(_ text: Span<UInt8>, _ start: [UInt8], _ idAt: Int) -> SendStamp? {
        guard idAt > 0, text.holds(start, at: 0), text.holds(Self.clientID, at: idAt - Self.clientID.count) else {
            return nil
        }
        return SendStamp(reading: text, at: idAt)
    }

    private mutating func scanFields(_ text: Span<UInt8>) -> Arrival {
        var type: String?
        var code = ""
        var detail = ""
        var stamp: SendStamp?
        var stampAt = 0
        var fields = JSONFields()
        while let field = fields.next(in: text) {
            guard let value = field.string else { continue }
            switch text.string(field.key) {
            case "type": type = text.string(value)
            case "code": code = text.string(value)
            case "detail": detail = text.string(value)
            case "client_id":
                stamp = SendStamp(reading: text, at: value.lowerBound)
                stampAt = value.lowerBound
            default: break
            }
        }
        switch type {
        case "message":
            if stamp != nil { messageIDAt = stampAt }
            return .message(stamp)
        case "ack":
            if stamp != nil { ackIDAt = stampAt }
            return .ack(stamp)
        case "error": return .refused(code: code, detail: detail, stamp)
        case "hello": return .hello
        case "resync": return .resync
        case "resumed": return .resumed
        default: return .other
        }
    }
}

extension Span<UInt8> {
    func holds(_ bytes: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start + bytes.count <= count else { return false }
        for index in bytes.indices where self[start + index] != bytes[index] { return false }
        return true
    }

    /// Returns the text of a range, for the few frames whose words matter; escapes stay as they are.
    func string(_ range: Range<Int>) -> String {
        String(decoding: range.map { self[$0] }, as: UTF8.self)
    }
}
