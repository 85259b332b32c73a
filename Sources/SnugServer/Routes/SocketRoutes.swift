import Hummingbird
import NIOHTTP1

/// What a handshake hears that does not become a socket.
struct SocketRoutes: Sendable {
    let admission: SocketAdmission

    /// Whatever is no handshake hears just that, so that a proxy that does not pass `Upgrade` on can be told from a
    /// stranger.
    func refuse(_ request: Request, _ context: SnugContext) async throws -> Response {
        if UpgradeGate.wasHandshake(request.headers) {
            _ = try await admission.admit(request.head, peer: context.peer)
        }
        var response = Response.problem(.upgradeRequired)
        response.headers[.upgrade] = "websocket"
        response.headers[.secWebSocketVersion] = "13"
        return response
    }
}
