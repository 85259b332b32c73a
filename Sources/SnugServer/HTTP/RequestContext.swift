import Hummingbird
import NIOCore
import SnugChat

/// The facts known of a request besides its head and body.
struct SnugContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// The address at the other end of the connection: the client's, or a proxy's.
    let peer: SocketAddress?
    /// The event loop of the connection.
    let eventLoop: any EventLoop

    init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress
        eventLoop = source.channel.eventLoop
    }
}
