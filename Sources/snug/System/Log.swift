import Foundation
import Glibc
import Logging
import SnugChat
import Synchronization

/// The log handler, which writes one line an entry to standard error.
struct Log: LogHandler {
    /// The form of a line.
    enum Format: String, Sendable, CaseIterable {
        /// Time, level and message, for people.
        case text
        /// One JSON object a line, for machines.
        case json
        /// The priority in front (sd-daemon(3)) and no time, which the journal notes itself.
        case journald
    }

    let format: Format
    /// The level shared by all loggers, so that it can change while the server runs.
    let level: LiveLogLevel
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(format: Format, level: LiveLogLevel) {
        self.format = format
        self.level = level
    }

    var logLevel: Logger.Level {
        get { level.value }
        // Ignored: a level of one logger's own would outlast a reload.
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        if let error = event.error { all["error"] = "\(error)" }
        if let request = all.removeValue(forKey: "hb.request.id") { all["request"] = request }
        Self.write(line(event.level, "\(event.message)", all, at: Date()))
    }

    /// Returns a line without its line break.
    func line(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, at time: Date) -> String {
        let stamp = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let words = ([message] + metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .map(\.printable).joined(separator: " ")
        switch format {
        case .text: return "\(stamp) \(level) \(words)"
        case .journald: return "<\(level.priority)>\(words)"
        case .json:
            let fields = metadata.map { ($0.key, "\($0.value)") }
            let object = Dictionary(fields + [("time", stamp), ("level", "\(level)"), ("message", message)]) { $1 }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self).printableJSON } ?? "{}"
        }
    }

    /// Lines that standard error did not take since it last took one.
    private static let dropped = Atomic<Int>(0)

    /// Writes a line at once or not at all: an event loop must not wait for whoever reads the log.
    private static func write(_ line: String) {
        let missing = dropped.exchange(0, ordering: .relaxed)
        let note = missing > 0 ? "(\(missing) lines could not be written)\n" : ""
        do throws(StandardStream.Fault) {
            try StandardStream.error.write(note + line + "\n", patience: .zero)
        } catch {
            dropped.add(missing + 1, ordering: .relaxed)
        }
    }

    /// Returns the format for standard error: `journald` if the journal calls the stream its own (systemd.exec(5)).
    static func suitableFormat(environment: [String: String] = ProcessInfo.processInfo.environment) -> Format {
        isJournal(STDERR_FILENO, environment: environment) ? .journald : .text
    }

    /// Returns true if a descriptor is the stream that the journal calls its own.
    static func isJournal(
        _ descriptor: CInt, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Bool {
        let stream = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
        guard let inode = environment["JOURNAL_STREAM"]?.split(separator: ":").last else { return false }
        return stream == "socket:[\(inode)]"
    }
}

/// The lowest level that is logged, which can change at any time.
final class LiveLogLevel: Sendable {
    private let index: Atomic<Int>

    init(_ level: Logger.Level) { index = Atomic(level.index) }

    var value: Logger.Level {
        get { Logger.Level.allCases[index.load(ordering: .relaxed)] }
        set { index.store(newValue.index, ordering: .relaxed) }
    }
}

extension Logger.Level {
    fileprivate var index: Int { Logger.Level.allCases.firstIndex(of: self) ?? 0 }

    /// The priority in syslog(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
