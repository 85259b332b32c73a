import SnugChat

/// The schedule of automatic backups.
enum BackupTime: Sendable, Hashable {
    case never
    /// Every day, at a number of minutes after midnight UTC.
    case daily(minutes: Int)

    /// Reads `02:30` or `off`.
    init?(_ text: String) {
        if text == "off" {
            self = .never
            return
        }
        guard let match = text.wholeMatch(of: /(\d\d):(\d\d)/), let hour = Int(match.1), let minute = Int(match.2),
            hour < 24, minute < 60
        else { return nil }
        self = .daily(minutes: hour * 60 + minute)
    }

    /// Returns true if a backup is missing.
    ///
    /// That is so if a scheduled moment has passed since the last try, or if that try failed
    /// ``Limits/backupRetryAfter`` ago. A try that lies ahead was made while the clock was wrong, and counts for nothing.
    func isDue(after lastTry: Timestamp, hasFailed: Bool, at now: Timestamp) -> Bool {
        guard case .daily(let minutes) = self else { return false }
        let day: Int64 = 86_400
        let offset = Int64(minutes) * 60
        let latest = Timestamp(seconds: (now.seconds - offset) / day * day + offset)
        return lastTry > now || lastTry < latest || hasFailed && lastTry + Limits.backupRetryAfter <= now
    }
}
