import FoundationEssentials
import NIOCore
import NIOPosix

/// The address at which a server listens.
struct ServerAddress: Sendable, Hashable {
    var host: String
    var port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// - Parameter url: `http://HOST:PORT`; a path behind it is ignored.
    init?(url: String) {
        guard let url = URL(string: url), url.scheme == "http", let host = url.host(), !host.isEmpty else { return nil }
        self.init(host: host, port: url.port ?? 80)
    }

    private static let patience = TimeAmount.seconds(10)
    /// The most connections that are made at once: a thousand in one moment would measure the listen queue.
    private static let openingAtOnce = 32

    /// Opens a socket for each token, in their order; all of them or none.
    func open(_ tokens: [String], on loop: any EventLoop) async throws -> [NIOLoopBound<Socket>] {
        try await Self.open(tokens.map { Seat(node: 0, token: $0) }, of: [self], on: loop)
    }

    /// Opens a socket for each seat at one of these nodes, in their order; all of them or none.
    static func open(
        _ seats: [Seat], of nodes: [ServerAddress], on loop: any EventLoop
    ) async throws -> [NIOLoopBound<Socket>] {
        try await withThrowingTaskGroup(of: (Int, NIOLoopBound<Socket>).self) { group in
            var sockets = [NIOLoopBound<Socket>?](repeating: nil, count: seats.count)
            do {
                for (index, seat) in seats.enumerated() {
                    if index >= openingAtOnce, let (index, socket) = try await group.next() {
                        sockets[index] = socket
                    }
                    try Task.checkCancellation()
                    group.addTask { (index, try await nodes[seat.node].open(seat, on: loop)) }
                }
                while let (index, socket) = try await group.next() { sockets[index] = socket }
            } catch {
                group.cancelAll()
                // Those still on their way are waited for, so that they too are closed.
                while let opened = await group.nextResult() {
                    if case .success((let index, let socket)) = opened { sockets[index] = socket }
                }
                await close(sockets.compactMap(\.self), on: loop)
                throw error
            }
            return sockets.compactMap(\.self)
        }
    }

    static func close(_ sockets: [NIOLoopBound<Socket>], on loop: any EventLoop) async {
        try? await loop.submit { for socket in sockets { socket.value.close() } }.get()
    }

    private func open(_ seat: Seat, on loop: any EventLoop) async throws -> NIOLoopBound<Socket> {
        let request = Upgrade.request(to: "\(host):\(port)", token: seat.token)
        let opened = try await ClientBootstrap(group: loop)
            .connectTimeout(Self.patience)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16_384))
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let opened = channel.eventLoop.makePromise(of: NIOLoopBound<Socket>.self)
                    let socket = Socket(node: seat.node, request: request, opened: opened)
                    try channel.pipeline.syncOperations.addHandler(socket)
                    let bound = NIOLoopBound(socket, eventLoop: channel.eventLoop)
                    let patience = channel.eventLoop.scheduleTask(in: Self.patience) { bound.value.abandonUnlessOpen() }
                    opened.futureResult.whenComplete { _ in patience.cancel() }
                    return opened.futureResult
                }
            }
        return try await opened.get()
    }
}
