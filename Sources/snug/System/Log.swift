import Foundation
import Logging
import SnugChat
import Synchronization

/// Everything that is logged, a line a time on standard error.
struct Log: LogHandler {
    /// How a line is written.
    enum Format: String, Sendable, CaseIterable {
        /// Time, level, words: for people.
        case text
        /// One object a line, for machines.
        case json
        /// The priority in front (sd-daemon(3)) and no time, which the journal notes itself.
        case journald
    }

    let format: Format
    /// The same for every logger, so that it can change while the server runs.
    let level: LiveLogLevel
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(format: Format, level: LiveLogLevel) {
        self.format = format
        self.level = level
    }

    var logLevel: Logger.Level {
        get { level.value }
        // A level of one logger's own would outlast a reload.
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
        FileHandle.standardError.write(Data((line(event.level, "\(event.message)", all, at: Date()) + "\n").utf8))
    }

    /// What a line says, without its end.
    func line(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, at time: Date) -> String {
        let stamp = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let words = ([message] + metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
            .map(Self.oneLine).joined(separator: " ")
        switch format {
        case .text: return "\(stamp) \(level) \(words)"
        case .journald: return "<\(level.priority)>\(words)"
        case .json:
            let fields = metadata.map { (Self.oneLine($0.key), "\($0.value)") }
            let object = Dictionary(fields + [("time", stamp), ("level", "\(level)"), ("message", message)]) { $1 }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        }
    }

    /// Nobody gets a line of their own into the log by a line break in a name.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
    }

    /// What suits where standard error goes: the journal says which stream is its own (systemd.exec(5)).
    static func suitableFormat(environment: [String: String] = ProcessInfo.processInfo.environment) -> Format {
        let stream = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/2")
        guard let inode = environment["JOURNAL_STREAM"]?.split(separator: ":").last else { return .text }
        return stream == "socket:[\(inode)]" ? .journald : .text
    }
}

/// What is logged from now on.
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

    /// Its number in syslog(3).
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
