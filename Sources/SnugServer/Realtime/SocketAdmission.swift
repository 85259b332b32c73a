import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import SnugChat

/// The check of a socket's token, path and quota, made before the upgrade (PROTOCOL §1 and §4).
struct SocketAdmission: Sendable {
    let chat: Chat
    let site: Site
    let hub: Hub
    let proxies: TrustedProxies
    /// True if `/ws/echo` is there, for the conformance suite.
    let hasEcho: Bool

    /// The right to one socket.
    enum Grant: Sendable {
        case socket(SocketGrant)
        case echo
    }

    struct SocketGrant: Sendable {
        var caller: Caller
        var kind: SocketConnection.Kind
        /// The network that the socket counts for.
        var network: String
        /// The subprotocol to echo, which browsers insist on.
        var subprotocol: String?
    }

    /// Returns true if a path is a socket's.
    static func isSocket(path: some StringProtocol) -> Bool {
        path == "/ws" || path.hasPrefix("/ws/")
    }

    /// Returns the right to the socket that a request asks for.
    /// - Parameter isSecondLook: true where it was refused and the reason is to be told: it counts once.
    /// - Throws: ``Refusal`` or ``ProblemError``, which the router answers with.
    func admit(_ head: HTTPRequest, peer: SocketAddress?, isSecondLook: Bool = false) async throws -> Grant {
        let uri = URI(head.path ?? "")
        if hasEcho, uri.path == "/ws/echo" { return .echo }
        let (token, subprotocol) = try shownToken(head, uri)
        let caller = try await chat.authenticate(token)
        if !isSecondLook { try chat.countCall(by: caller) }
        let kind = try await kind(uri.path.split(separator: "/").dropFirst(), for: caller)
        let network = TrustedProxies.network(
            of: proxies.client(peer: peer, forwardedFor: head.headerFields[values: .xForwardedFor]))
        guard hub.socketQuota.hasPlace(caller.userID, network) else { throw ProblemError(.tooManySockets) }
        let now = NIODeadline.now()
        let allowance = hub.frameAllowances.allowance(
            of: caller.userID, messagesPerSecond: chat.policy.messagesPerSecond, at: now)
        if let wait = isSecondLook ? allowance.take(0, at: now) : allowance.takeOpening(at: now) {
            throw Refusal.rateLimited(retryAfter: .nanoseconds(wait.nanoseconds))
        }
        return .socket(SocketGrant(caller: caller, kind: kind, network: network, subprotocol: subprotocol))
    }

    private func shownToken(_ head: HTTPRequest, _ uri: URI) throws -> (token: String, subprotocol: String?) {
        if let token = uri.queryParameters["token"] { return (String(token), nil) }
        let protocols = head.headerFields[values: .secWebSocketProtocol].flatMap { $0.split(separator: ",") }.map(
            \.trimmed)
        if let offer = protocols.first(where: { $0.hasPrefix("bearer.") }) {
            return (String(offer.dropFirst("bearer.".count)), offer)
        }
        switch Credentials(chat: chat, site: site).shown(by: head.headerFields) {
        case .bearer(let token):
            return (token, nil)
        case .cookie(let token):
            // A browser sends the cookie for any page that asks, so the page must be ours (RFC 6455 §10.2).
            guard head.headerFields[.origin] == site.origin else { throw ProblemError(.badOrigin) }
            return (token, nil)
        case .nothing:
            throw Refusal.unauthenticated
        }
    }

    private func kind(_ path: some Collection<Substring>, for caller: Caller) async throws -> SocketConnection.Kind {
        let parts = Array(path)
        if parts.isEmpty { return .all }
        guard parts.count == 2, let room = Int64(parts[0]), let user = Int64(parts[1]) else {
            throw ProblemError(.notFound)
        }
        guard user == caller.userID.rawValue else { throw Refusal.forbidden("This socket belongs to another user.") }
        guard try await chat.isMember(caller, of: Room.ID(room)) else { throw Refusal.notFound(.room) }
        return .room(Room.ID(room))
    }
}
