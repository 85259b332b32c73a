import Hummingbird
import SnugChat

/// The site as it shows itself before anyone signs in.
struct SiteRoutes: RouteGroup {
    static let tag = OperationTag.signIn
    let site: PublicSite

    var operations: [Operation] { [getSite] }

    var getSite: Operation {
        Operation(
            .get, "/api/v1/site", "Tells what a page needs to know before anyone signs in.",
            """
            `setup_required` is true until the first account is made. `mail` is false while no relay is set: codes are \
            then printed for whoever runs the server. `push_key` is what a browser subscribes to pushes with \
            (`applicationServerKey`); null while nothing is pushed.
            """,
            caller: .everyone,
            answers: [.ok("The site.", .site)],
            handler: show)
    }

    private func show(_ request: Request, _ context: SnugContext) async throws -> Response {
        let profile = try await site.profile()
        return .json { json in
            json.member("name", profile.name)
            json.member("registration", profile.registration.word)
            json.member("setup_required", !profile.isSetUp)
            json.member("mail", profile.sendsMail)
            json.member("upload_max_bytes", profile.uploadBytesMax)
            if let key = profile.pushKey { json.member("push_key", key) } else { json.null("push_key") }
        }
    }
}

extension RegistrationPolicy {
    /// The setting's word for it.
    fileprivate var word: String {
        switch self {
        case .closed: "closed"
        case .invite: "invite"
        case .domains: "domain"
        case .open: "open"
        }
    }
}
