import Hummingbird
import NIOHTTP1
import SnugChat

/// The addresses of sockets, for handshakes that do not become one and have to hear why.
struct SocketRoutes: RouteGroup {
    static let tag = OperationTag.sockets
    let admission: SocketAdmission

    var operations: [Operation] { [openSocket, openRoomSocket] }

    private static let opened = Operation.Answer(
        status: .switchingProtocols, description: "The socket is open; its first frame comes from the server.")

    var openSocket: Operation {
        Operation(
            .get, "/ws", "Opens the socket of a device, which carries all rooms of its user.",
            """
            A WebSocket handshake. Beside the ways of every call, the token may be shown as the query's `token` or as \
            the subprotocol `bearer.TOKEN`, which is echoed. A cookie needs an `Origin` that is the site's own.
            """,
            answers: [Self.opened],
            errors: [.badOrigin, .upgradeRequired, .tooManySockets, .rateLimited],
            handler: refuse)
    }

    var openRoomSocket: Operation {
        Operation(
            .get, "/ws/{room}/{user}", "Opens the original app's socket, which carries one room.",
            "A WebSocket handshake, as `/ws`. Its first frame is `{\"status\":\"connected\"}`.",
            parameters: [.room, .path("user", .id, "The caller's own id; another's is 403.")],
            answers: [Self.opened],
            errors: [.badOrigin, .forbidden, .notFound, .upgradeRequired, .tooManySockets, .rateLimited],
            handler: refuse)
    }

    /// Answers what is no handshake with just that, so that a proxy that does not pass `Upgrade` on can be told from a
    /// stranger.
    private func refuse(_ request: Request, _ context: SnugContext) async throws -> Response {
        if UpgradeGate.wasHandshake(request.headers) {
            _ = try await admission.admit(request.head, peer: context.peer, isSecondLook: true)
            // It was refused for a bound that has room again by now.
            throw Refusal.rateLimited(retryAfter: Limits.socketRetryAfter)
        }
        var response = Response.problem(.upgradeRequired)
        response.headers[.upgrade] = "websocket"
        response.headers[.secWebSocketVersion] = "13"
        return response
    }
}
