import Glibc
import Synchronization

/// Standard output or standard error, written past every buffer.
///
/// A stream that is closed, full or unread costs what was to be written, never the process: `FileHandle.write(_:)`
/// traps there, and a write to a pipe whose reader is gone kills by SIGPIPE unless ``secure()`` was called.
final class StandardStream: Sendable {
    static let output = StandardStream(STDOUT_FILENO)
    static let error = StandardStream(STDERR_FILENO)

    /// The reason why a stream took nothing or not everything.
    struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        /// Of errno(3); `EAGAIN` where nobody read in time.
        var code: CInt
        var description: String { unsafe String(cString: strerror(code)) }
    }

    private let descriptor: CInt
    /// One line after the other, whichever threads they come from; true while the last of them is a status.
    private let turn = Mutex(false)

    init(_ descriptor: CInt) { self.descriptor = descriptor }

    /// Makes the three standard descriptors safe to write to, before anything else is opened.
    ///
    /// One that is closed would be given to the next file: a log line would be written into the database.
    static func secure() {
        _ = signal(SIGPIPE, SIG_IGN)
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number, which is this one.
            _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        }
    }

    /// Writes all of a text.
    /// - Parameter patience: the longest wait for a reader that takes nothing; nil waits as long as it takes.
    func write(_ text: String, patience: Duration? = nil) throws(Fault) {
        try write(Array(text.utf8), patience: patience)
    }

    func write(_ bytes: [UInt8], patience: Duration? = nil) throws(Fault) {
        let fault: Fault? = turn.withLock { hasStatus in
            defer { hasStatus = false }
            return give((hasStatus ? Self.wipe : []) + bytes, patience)
        }
        if let fault { throw fault }
    }

    /// Shows a line of a terminal in place of the last one shown, until the next is written; an empty one wipes it.
    ///
    /// A terminal that takes nothing just now shows none.
    func show(status: String) {
        turn.withLock { hasStatus in
            guard hasStatus || !status.isEmpty else { return }
            if give(Self.wipe + Array(status.utf8), .zero) == nil { hasStatus = !status.isEmpty }
        }
    }

    /// The way back to the beginning of the line, and its erasure (ECMA-48, EL).
    private static let wipe = Array("\r\u{1B}[K".utf8)

    private func give(_ bytes: [UInt8], _ patience: Duration?) -> Fault? {
        var rest = bytes[...]
        while !rest.isEmpty {
            if let fault = wait(patience) { return fault }
            let written = Self.give(rest.prefix(Self.pieceBytes), to: descriptor)
            if written < 0, errno == EINTR || errno == EAGAIN { continue }
            guard written > 0 else { return Fault(code: written < 0 ? errno : EIO) }
            rest = rest.dropFirst(written)
        }
        return nil
    }

    /// The bytes that a pipe takes whole once poll(2) says that it takes any (PIPE_BUF, pipe(7)).
    private static let pieceBytes = 4_096

    /// Returns once the stream takes bytes, or why it will not.
    private func wait(_ patience: Duration?) -> Fault? {
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let milliseconds =
            patience.map {
                CInt(clamping: $0.components.seconds * 1_000 + $0.components.attoseconds / 1_000_000_000_000_000)
            }
            ?? -1
        while true {
            switch unsafe poll(&state, 1, milliseconds) {
            case 0: return Fault(code: EAGAIN)
            case 1...: return nil
            default: if errno != EINTR { return Fault(code: errno) }
            }
        }
    }

    private static func give(_ bytes: ArraySlice<UInt8>, to descriptor: CInt) -> Int {
        // The buffer is that of `bytes` and as long as it says.
        unsafe bytes.withUnsafeBytes { buffer in
            let sent = unsafe send(descriptor, buffer.baseAddress, buffer.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
            guard sent < 0, errno == ENOTSOCK else { return sent }
            return unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        }
    }
}
