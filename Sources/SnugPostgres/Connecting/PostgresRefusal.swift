import Foundation
import SnugChat

/// The refusal of a connection for good: no waiting helps, and somebody has to do something.
public struct PostgresRefusal: Sendable, Hashable, CustomStringConvertible {
    public var kind: Kind
    /// The words of the server, or of libpq on the way to it: a line.
    public var detail: String
    public var role: String
    public var database: String

    /// The cause, by what mends it.
    public enum Kind: Sendable, Hashable {
        /// The password is wrong, or there is none.
        case password
        case noDatabase
        /// There is no such role, or it may not come from here.
        case notAdmitted
        /// The server speaks no TLS, and the address asks for it.
        case clear
        /// The server's certificate is not trusted.
        case certificate
        /// A parameter of the address has a value that there is not.
        case parameter
    }

    public init(_ kind: Kind, detail: String, role: String, database: String) {
        (self.kind, self.detail, self.role, self.database) = (kind, detail, role, database)
    }

    public var description: String { "\(what). \(help)" }

    private var what: String {
        switch kind {
        case .password: "PostgreSQL does not take the password of \(role): \(detail)"
        case .noDatabase: "PostgreSQL has no database \(database)"
        case .notAdmitted: "PostgreSQL does not let \(role) in: \(detail)"
        case .clear: "PostgreSQL speaks no TLS, which the address asks for: \(detail)"
        case .certificate: "The certificate of PostgreSQL is not trusted: \(detail)"
        case .parameter: "The address of the database cannot be used: \(detail)"
        }
    }

    private var help: String {
        switch kind {
        case .password:
            "In an address a password has %25 for %, %2F for /, %40 for @, %23 for #, %3F for ?, %3A for : and %20 for a blank."
                + " A new one is set where PostgreSQL runs: \(command)"
        case .noDatabase: "Where PostgreSQL runs: \(command)"
        case .notAdmitted: "Where PostgreSQL runs: \(command); pg_hba.conf there says who may come from where, and how."
        case .clear: "Where PostgreSQL runs: \(command)"
        case .certificate:
            "The address names the authority's file with sslrootcert, and the machine by the name in the certificate."
        case .parameter: "It looks like postgresql://snug@db.example.org/snug?sslmode=require"
        }
    }

    /// The command that mends it, or begins to; it is typed where PostgreSQL runs.
    public var command: String {
        switch kind {
        case .password: #"sudo -u postgres psql -c '\password \#(role)'"#
        case .noDatabase:
            "sudo -u postgres createdb --owner=\(role) --template=template0 --encoding=UTF8 --locale=C.UTF-8 \(database)"
        case .notAdmitted: "sudo -u postgres createuser \(role)"
        case .clear:
            "sudo -u postgres psql -c 'ALTER SYSTEM SET ssl = on' && sudo systemctl restart postgresql"
        case .certificate, .parameter: "sudo snug config show database"
        }
    }
}

extension PostgresRefusal.Kind {
    /// Finds the cause in libpq's words for a connection that failed, with the server's codes in them.
    ///
    /// Each server that was tried has a part of its own. Where one of them merely is away, waiting may help.
    init?(words: String) {
        let attempts = words.split(separator: "connection to server ")
        var kinds: [Self] = []
        for attempt in attempts where !attempt.allSatisfy(\.isWhitespace) {
            guard let kind = Self(attempt: attempt) else { return nil }
            kinds.append(kind)
        }
        guard let kind = kinds.last else { return nil }
        self = kind
    }

    /// What the server says is in its own language, and has a code; what libpq says by itself is English.
    private init?(attempt: Substring) {
        if let code = attempt.firstMatch(of: /: +([0-9][0-9A-Z]{4}):/)?.1 {
            switch code {
            case "28P01": self = .password
            case "28000", "42501": self = .notAdmitted
            case "3D000": self = .noDatabase
            default: return nil
            }
        } else if attempt.contains("no password supplied") {
            self = .password
        } else if attempt.contains("server does not support SSL") {
            self = .clear
        } else if attempt.contains("certificate") {
            self = .certificate
        } else if attempt.hasPrefix("invalid ") {
            self = .parameter
        } else {
            return nil
        }
    }
}

extension ConnectionString {
    /// Tries once more where a connection failed, and returns the refusal that it met; nil for what may pass.
    ///
    /// The server's words are in its own language. Their codes, which libpq leaves out of them unless it is asked, are not.
    /// - Parameter detail: what was said the first time.
    func refusal(after detail: String) -> PostgresRefusal? {
        guard let library = try? LibPQ.loaded() else { return nil }
        let handle = unsafe withParameters { names, values in unsafe library.beginConnecting(names, values, 1) }
        defer { unsafe library.finish(handle) }
        _ = unsafe library.setVerbosity(handle, LibPQ.verbose)
        unsafe library.waitForConnection(handle, within: Limits.postgresConnectWithin)
        let words = unsafe library.errorMessage(handle).map { unsafe String(cString: $0) } ?? ""
        guard let kind = PostgresRefusal.Kind(words: words) else { return nil }
        let environment = ProcessInfo.processInfo.environment
        let role = parameters["user"] ?? environment["PGUSER"] ?? ProcessInfo.processInfo.userName
        return PostgresRefusal(
            kind, detail: detail, role: role, database: parameters["dbname"] ?? environment["PGDATABASE"] ?? role)
    }
}
