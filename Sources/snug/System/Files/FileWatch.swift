import Dispatch
import Glibc
import SnugChat
import Synchronization

/// The word of the system that something has happened to a file (inotify(7)); it costs nothing while nothing does.
final class FileWatch: Sendable {
    private let descriptor: Int32
    // Never replaced, and its methods may be called from any thread (dispatch_suspend(3)).
    nonisolated(unsafe) private let source: any DispatchSourceRead
    private let isResting = Mutex(true)
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Nil where the system does not watch the file: it is missing, or too many are watched already.
    /// - Parameter events: the events that are told of: that somebody has written to it, where no others are named.
    init?(_ path: String, for events: UInt32 = UInt32(IN_MODIFY)) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        guard descriptor >= 0 else { return nil }
        guard unsafe inotify_add_watch(descriptor, path, events) >= 0 else {
            close(descriptor)
            return nil
        }
        unsafe source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        unsafe source.setEventHandler { [weak self] in self?.rest() }
        unsafe source.setCancelHandler { [descriptor] in _ = close(descriptor) }
    }

    deinit {
        unsafe source.cancel()
        // A source is not released at rest.
        if isResting.withLock(\.self) { unsafe source.resume() }
    }

    /// Not again before someone asks: what is written meanwhile waits in the system's queue.
    private func rest() {
        isResting.withLock { isResting in
            unsafe source.suspend()
            isResting = true
        }
        changes.continuation.yield()
    }

    /// Waits until the file is written, or has been since ``drain()``; returns at once where the task is cancelled.
    func next() async {
        isResting.withLock { isResting in
            if isResting { unsafe source.resume() }
            isResting = false
        }
        for await _ in changes.stream { return }
    }

    /// Forgets the writes so far.
    /// - Returns: true if there were any.
    func drain() -> Bool {
        var events = [UInt8](repeating: 0, count: Limits.fileEventBytes)
        var isWritten = false
        while unsafe read(descriptor, &events, events.count) > 0 { isWritten = true }
        return isWritten
    }
}
