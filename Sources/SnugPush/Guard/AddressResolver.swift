import Glibc
import NIOCore
import NIOPosix
import SnugChat

/// The port to the look-up of names.
///
/// Handed in, so that tests say where a name leads.
protocol AddressResolver: Sendable {
    /// Returns all addresses of a name, the one to try first before others.
    /// - Throws: ``PushFailure`` for a name without any; `CancellationError`
    func addresses(of name: String) async throws -> [IPAddress]
    /// Ends; nothing is looked up any more.
    func shutDown() async
}

/// The system's own look-up (getaddrinfo(3)), in its order (RFC 6724), on threads apart: it may block for half a
/// minute.
struct SystemResolver: AddressResolver {
    private let threads: NIOThreadPool
    private let eventLoop: any EventLoop
    private let lookUp: @Sendable (String) -> [IPAddress]

    /// - Parameter lookUp: a function that blocks until it knows the addresses of a name.
    init(
        group: any EventLoopGroup, lookUp: @escaping @Sendable (String) -> [IPAddress] = { Self.systemLookUp($0) }
    ) {
        self.lookUp = lookUp
        threads = NIOThreadPool(numberOfThreads: Limits.pushLookUpThreads)
        threads.start()
        eventLoop = group.next()
    }

    func addresses(of name: String) async throws -> [IPAddress] {
        let found = eventLoop.makePromise(of: [IPAddress].self)
        found.completeWith(threads.runIfActive(eventLoop: eventLoop) { [lookUp] in lookUp(name) })
        // Nobody waits for a resolver longer than for the push: its thread goes on alone, its answer is dropped.
        let addresses = try await withTaskCancellationHandler {
            try await found.futureResult.get()
        } onCancel: {
            found.fail(CancellationError())
        }
        guard !addresses.isEmpty else { throw PushFailure("The name \(name) is not known here.") }
        return addresses
    }

    /// Ends without waiting for look-ups under way: a silent resolver holds up no stop.
    func shutDown() async { threads.shutdownGracefully { _ in } }

    private static func systemLookUp(_ name: String) -> [IPAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG
        var first: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(name, nil, &hints, &first) == 0 else { return [] }
        defer { unsafe freeaddrinfo(first) }
        var addresses: [IPAddress] = []
        var next = unsafe first
        // The list is getaddrinfo's, whole until it is freed.
        while let entry = unsafe next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let info = unsafe entry.pointee
            let named = unsafe getnameinfo(
                info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            // Without its zone, a link-local address is still one, and refused.
            let address = IPAddress(String(decoding: bytes.prefix { $0 != UInt8(ascii: "%") }, as: UTF8.self))
            if named == 0, let address { addresses.append(address) }
            unsafe next = info.ai_next
        }
        return addresses
    }
}
