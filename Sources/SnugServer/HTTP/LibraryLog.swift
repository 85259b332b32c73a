import Logging

/// The log of a library within this program: what it tells of its everyday work is a detail beside the program's own
/// lines.
struct LibraryLog: LogHandler {
    private var handler: any LogHandler

    fileprivate init(_ handler: any LogHandler) { self.handler = handler }

    var logLevel: Logger.Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    var metadataProvider: Logger.MetadataProvider? {
        get { handler.metadataProvider }
        set { handler.metadataProvider = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        guard event.level == .info else { return handler.log(event: event) }
        guard logLevel <= .debug else { return }
        var event = event
        event.level = .debug
        handler.log(event: event)
    }
}

extension Logger {
    /// The same log as a library is given it.
    var ofLibrary: Logger {
        var logger = self
        logger.handler = LibraryLog(handler)
        return logger
    }
}
