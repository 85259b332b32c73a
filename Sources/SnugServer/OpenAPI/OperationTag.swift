/// The headings under which the document lists its calls.
enum OperationTag: String, Sendable, CaseIterable {
    case signIn = "Sign-in"
    case passkeys = "Passkeys"
    case sessions = "Sessions"
    case push = "Push"
    case people = "People"
    case rooms = "Rooms"
    case messages = "Messages"
    case files = "Files"
    case administration = "Administration"
    case sockets = "Sockets"
    case originalApp = "Original app"
    case service = "Service"

    var description: String {
        switch self {
        case .signIn: "Setting up, registering and signing in."
        case .passkeys: "Signing in without a password (WebAuthn Level 3)."
        case .sessions: "The devices on which someone is signed in."
        case .push: "Telling a browser of messages while no page of it is open (RFC 8030)."
        case .people: "Oneself and the others."
        case .rooms: "Rooms and their members."
        case .messages: "The log of a room."
        case .files: "Files that messages carry."
        case .administration: "For owners and administrators."
        case .sockets: "WebSockets (RFC 6455), on which everything new is told; their frames are in PROTOCOL §4."
        case .originalApp: "The calls of the app that Snug replaces, with its errors `{error,detail}`."
        case .service: "For watchdogs, load balancers and authors of clients."
        }
    }
}
