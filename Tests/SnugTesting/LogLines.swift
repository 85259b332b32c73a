public import Logging
import Synchronization

/// A log that keeps its lines.
public final class LogLines: LogHandler {
    private let lines = Mutex<[String]>([])
    public var all: String { lines.withLock { $0.joined(separator: "\n") } }

    public init() {}

    public var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    public var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    public func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
}
