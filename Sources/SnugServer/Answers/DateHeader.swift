import FoundationEssentials
import SnugChat
import Synchronization

/// The `Date` of answers, made once a second while there are answers; a timer would wake an idle server.
final class DateHeader: Sendable {
    private let last = Mutex<(second: Int64, text: String)>((-1, ""))

    /// The value for an answer that is sent now.
    var value: String {
        let second = Int64(Date.now.timeIntervalSince1970)
        return last.withLock { last in
            if last.second != second { last = (second, Timestamp(seconds: second).httpDate) }
            return last.text
        }
    }
}

extension Timestamp {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The moment as in `Sun, 22 Nov 2026 16:03:12 GMT` (RFC 9110 §5.6.7), for those after 1970.
    var httpDate: String {
        let parts = rfc3339.split { "-T.".contains($0) }
        // 1970 began with a Thursday.
        let weekday = Self.weekdays[Int(seconds / 86_400 % 7)]
        let month = Int(parts[1]).map { Self.months[$0 - 1] } ?? ""
        return "\(weekday), \(parts[2]) \(month) \(parts[0]) \(parts[3]) GMT"
    }
}
