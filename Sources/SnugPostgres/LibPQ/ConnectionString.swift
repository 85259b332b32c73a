import SnugChat

/// A connection string, as it was given: libpq reads it, and what it does not say is as below.
@safe struct ConnectionString: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    private let text: String
    private let passwordFile: String?
    /// The name of this node among those that serve the database; nil for whoever is none.
    let node: String?
    /// The parameters that it gives, by their keywords.
    let parameters: [String: String]

    /// The keywords of the passwords in it, which appear nowhere else.
    private static let secretKeywords = ["password", "sslpassword"]

    /// The parameters that a connection has unless the string says otherwise.
    ///
    /// A machine that is gone is noticed in seconds (PostgreSQL §34.1.2).
    static let defaults: [(name: String, value: String)] = [
        ("application_name", "snug"),
        ("connect_timeout", "\(Limits.postgresConnectWithin.components.seconds)"),
        ("keepalives", "1"),
        ("keepalives_idle", "\(Limits.postgresKeepaliveAfter.components.seconds)"),
        ("keepalives_interval", "\(Limits.postgresKeepaliveEvery.components.seconds)"),
        ("keepalives_count", "\(Limits.postgresKeepalivesMax)"),
        ("tcp_user_timeout", "\(Limits.postgresUnreceivedMax.components.seconds * 1_000)"),
    ]

    /// - Parameters:
    ///   - passwordFile: the file where libpq looks for a password unless the string names another; nil for its own.
    ///   - node: the name of this node among those that serve the database; nil for whoever is none.
    /// - Throws: ``PostgresFault/Reason/badConnectionString``, ``PostgresFault/Reason/libraryMissing``
    init(_ text: String, passwordFile: String? = nil, node: String? = nil) throws(PostgresFault) {
        self.text = text
        self.passwordFile = passwordFile
        self.node = node
        let library = try LibPQ.loaded()
        var complaint: UnsafeMutablePointer<CChar>?
        let options = unsafe library.parse(text, &complaint)
        // It may repeat the string, password and all.
        unsafe library.freeMemory(complaint)
        guard let options = unsafe options else { throw PostgresFault(.badConnectionString) }
        parameters = unsafe Self.values(of: options).compactMapValues { $0 }.filter { !$0.value.isEmpty }
        unsafe library.freeOptions(options)
        guard hasPlace(text) else { throw PostgresFault(.badConnectionString) }
    }

    /// The keywords that libpq knows; nil where it is not on this machine.
    static let keywords: Set<String>? = {
        guard let library = try? LibPQ.loaded(), let options = unsafe library.standardOptions() else { return nil }
        defer { unsafe library.freeOptions(options) }
        return unsafe Set(values(of: options).keys)
    }()

    /// Reads libpq's list of options.
    private static func values(of options: UnsafeMutableRawPointer) -> [String: String?] {
        var values: [String: String?] = [:]
        var option = unsafe options
        while let keyword = unsafe option.load(as: LibPQ.Text?.self) {
            let value = unsafe option.load(fromByteOffset: LibPQ.Option.value, as: LibPQ.Text?.self)
            values.updateValue(unsafe value.map { unsafe String(cString: $0) }, forKey: unsafe String(cString: keyword))
            unsafe option += LibPQ.Option.bytes
        }
        return values
    }

    /// Returns false where a part of a password may have been read as the place: it has a sign in it that ends it in a URL.
    private func hasPlace(_ text: String) -> Bool {
        let ports = (parameters["port"] ?? "").split(separator: ",")
        guard ports.allSatisfy({ UInt16($0).map { $0 > 0 } ?? false }) else { return false }
        guard let scheme = text.firstRange(of: "://") else { return true }
        // The user and the password end at the first @ or /, and no more of either may stand in the rest.
        let place = text[scheme.upperBound...]
        let authority = place.prefix { $0 != "/" }
        let database = place.dropFirst(authority.count).dropFirst().prefix { $0 != "?" }
        return authority.count { $0 == "@" } <= 1 && !database.contains { "@/".contains($0) }
    }

    /// True if there is a password in it.
    var hasPassword: Bool { !secrets.isEmpty }

    private var secrets: [String] { Self.secretKeywords.compactMap { parameters[$0] } }

    /// Calls a function with the keywords and values of a connection, each list ended by nil.
    /// - Parameter place: the one of the hosts that the connection is to; nil for the first that takes it.
    func withParameters<Answer>(
        at place: Place? = nil,
        _ body: (UnsafePointer<LibPQ.Text?>, UnsafePointer<LibPQ.Text?>) -> Answer
    ) -> Answer {
        // What the string says stands behind the defaults, and takes their place; text is UTF-8 whatever it says.
        var parameters = Self.defaults
        if let passwordFile { parameters.append(("passfile", passwordFile)) }
        parameters += [("dbname", text), ("client_encoding", "UTF8")]
        if let node { parameters.append(("application_name", "snug \(node)")) }
        // Which of them is the primary is found out behind this (``Primary``), whatever the string says.
        parameters += [("target_session_attrs", "any")] + (place?.parameters ?? [])
        var bytes: [CChar] = []
        var starts: [(name: Int, value: Int)] = []
        for (name, value) in parameters {
            let start = bytes.count
            bytes += name.utf8CString
            starts.append((start, bytes.count))
            bytes += value.utf8CString
        }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            let base = buffer.baseAddress
            let names = unsafe starts.map { start in unsafe base.map { unsafe $0 + start.name } } + [nil]
            let values = unsafe starts.map { start in unsafe base.map { unsafe $0 + start.value } } + [nil]
            return unsafe names.withUnsafeBufferPointer { names in
                unsafe values.withUnsafeBufferPointer { values in
                    guard let names = names.baseAddress, let values = values.baseAddress else {
                        preconditionFailure("the lists of parameters hold at least their end")
                    }
                    return unsafe body(names, values)
                }
            }
        }
    }

    /// Words that hold nothing of the string, which may hold a password.
    var description: String { "a connection string" }
    var debugDescription: String { description }

    /// Returns what libpq says of a connection in one line, without anything secret.
    func withoutSecrets(_ words: String) -> String {
        // A line may go on behind a tab.
        let line = words.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" } }.joined(separator: "; ")
        // By bytes: with what stands before it, the first of its letters may be one character.
        let repeatsOne = secrets.contains { words.utf8.contains($0.utf8) }
        return repeatsOne ? "the server refused, and repeated a password" : line
    }
}
