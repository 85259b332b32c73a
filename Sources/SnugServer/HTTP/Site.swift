/// This site as browsers see it.
struct Site: Sendable, Hashable {
    /// The site's origin, such as `https://chat.example.org`.
    let origin: String
    /// True if whoever runs the server has said which origin that is, and it is no mere default.
    var isConfigured = true

    var isSecure: Bool { origin.hasPrefix("https:") }

    /// The cookie's name: its prefix pins the cookie to this very host over https (RFC 6265bis §4.1.3.2).
    var cookieName: String { isSecure ? "__Host-snug_session" : "snug_session" }

    func cookie(_ token: String, maxAge: Int64) -> String {
        "\(cookieName)=\(token); Max-Age=\(maxAge); Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
    }

    var expiredCookie: String { cookie("", maxAge: 0) }
}
