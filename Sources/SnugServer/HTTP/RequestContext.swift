import Hummingbird
import NIOCore
import SnugChat

/// What is known of a request besides its head and body.
struct SnugContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address of whoever is at the other end of the connection: the client, or a proxy.
    let peer: SocketAddress?

    init(source: Source) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress
    }
}
