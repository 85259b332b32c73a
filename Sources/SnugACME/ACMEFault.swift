import SnugChat

/// The failure of a try for a certificate, in the authority's words where it has said any.
public struct ACMEFault: Error, Sendable, Hashable, Codable {
    /// The problem's type (RFC 8555 §6.7) without its long prefix, such as `dns` or `rateLimited`; one of ``Own`` where
    /// the failure is none of the authority's telling.
    public var type: String
    /// The words on it: one line.
    public var detail: String
    /// The seconds that the authority asks to wait before the next try.
    public var retryAfterSeconds: Int64?

    /// The failures that no authority tells of.
    public enum Own: String, Sendable {
        /// The authority cannot be reached.
        case unreachable
        /// Its answer is not one of RFC 8555.
        case answer
        /// It did not come to an end within its time.
        case timeout
        /// The folder cannot be written.
        case files
        /// The server ended in the middle of a try.
        case interrupted
    }

    init(_ own: Own, _ detail: String) { self.init(type: own.rawValue, detail: detail) }

    init(type: String, detail: String, retryAfterSeconds: Int64? = nil) {
        self.type = Self.line(type)
        self.detail = Self.line(detail)
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// Returns foreign words as one line of bounded length: nothing in them can forge a line of the log.
    private static func line(_ words: String) -> String {
        let scalars = words.unicodeScalars.prefix(Limits.acmeDetailCharactersMax).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: Unicode.Scalar(" ")
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars)).trimmed
    }
}

extension ACMEFault {
    init(_ problem: ACMEProblem, retryAfter: Int64? = nil) {
        let prefix = "urn:ietf:params:acme:error:"
        let type = problem.type ?? "about:blank"
        // A compound problem hides what went wrong with each name.
        let parts = (problem.subproblems ?? []).compactMap(\.detail)
        self.init(
            type: type.hasPrefix(prefix) ? String(type.dropFirst(prefix.count)) : type,
            detail: ([problem.detail ?? ""] + parts).joined(separator: " "), retryAfterSeconds: retryAfter)
    }

    var isInterruption: Bool { type == Own.interrupted.rawValue }
    /// True where the authority has looked for the names and not found this server.
    public var isAboutNames: Bool { ["dns", "connection", "unauthorized", "incorrectResponse", "tls"].contains(type) }
    var isBadNonce: Bool { type == "badNonce" }
}
