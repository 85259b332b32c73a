import SnugChat

/// The line that tells of long work: what is done, how much of how much, how long yet.
struct ProgressLine {
    private var part: WorkProgress.Part?
    private var partBegan = Duration.zero

    /// Returns the line as it is at a moment; nil where there is nothing to tell yet.
    /// - Parameters:
    ///   - elapsed: the time since the work began.
    ///   - columns: the longest that it may be.
    mutating func text(for progress: WorkProgress, after elapsed: Duration, columns: Int) -> String? {
        if progress.part != part { (part, partBegan) = (progress.part, elapsed) }
        guard elapsed >= Limits.progressShownAfter else { return nil }
        let forms = forms(of: progress, after: elapsed - partBegan)
        let widest = forms.last { $0.count <= columns } ?? String(forms[0].prefix(max(0, columns)))
        return widest.isEmpty ? nil : widest
    }

    /// Returns the line in ever longer forms, the shortest first.
    private func forms(of progress: WorkProgress, after elapsed: Duration) -> [String] {
        let title = progress.part.title
        guard let amount = progress.part.amount else { return [title, "\(title): \(Self.words(for: elapsed))"] }
        guard let total = progress.total, total > 0 else {
            let read = "\(title): \(amount(progress.done))"
            return [title, read, "\(read), \(Self.words(for: elapsed))"]
        }
        let share = Double(min(progress.done, total)) / Double(total)
        let percent = "\(Int(share * 100)) %"
        let whole = "\(title): \(amount(progress.done)) of \(amount(total)), \(percent)"
        guard share > 0, elapsed >= Limits.progressShownAfter else { return [title, "\(title): \(percent)", whole] }
        return [title, "\(title): \(percent)", whole, "\(whole), \(Self.words(for: elapsed * (1 / share - 1))) left"]
    }

    /// Returns a duration for people: `12 s`, `3 min`.
    private static func words(for duration: Duration) -> String {
        let seconds = Int((duration / .seconds(1)).rounded())
        return switch seconds {
        case ..<100: "\(seconds) s"
        case ..<6_000: "\(seconds / 60) min"
        default: "\(seconds / 3_600) h"
        }
    }
}

extension WorkProgress.Part {
    fileprivate var title: String {
        switch self {
        case .copying: "Copying"
        case .checking: "Checking every page"
        case .files: "Checking the files in it"
        case .hashing: "Computing the SHA-256"
        case .upgrading: "Upgrading the database"
        case .reading: "Reading"
        case .passwords: "Making passwords ready"
        case .messages: "Importing messages"
        case .moving: "Moving rows"
        case .comparing: "Comparing rows"
        }
    }

    /// The function that puts an amount into words; nil for a part that has no measure.
    fileprivate var amount: ((Int) -> String)? {
        switch self {
        case .copying, .files, .hashing, .reading: SettingText.megabytes
        case .passwords, .messages, .moving, .comparing: { "\($0)" }
        case .checking, .upgrading: nil
        }
    }
}
