/// The address of a PostgreSQL database, as an administrator gives it: a URL, or keywords with their values
/// (PostgreSQL §34.1.1).
public struct PostgresAddress: Sendable, Hashable, CustomStringConvertible {
    /// The address as it was given, password and all.
    let text: String
    /// True if it has a password in it, which must stand where nobody else can look.
    public let hasPassword: Bool
    /// The address without anything secret, as a URL.
    public let description: String
    /// The machines that it names; none for sockets of this one.
    public let hosts: [String]

    /// The file where libpq looks for a password, in place of what this process's environment says (PostgreSQL §34.16).
    public var passwordFile: String?

    /// False for one that libpq does not read, or only by taking a part of a password for the place.
    public let isReadable: Bool

    /// Nil for a text that is no address by its form, as the path of a file.
    public init?(_ text: String) {
        let isURL = ["postgresql://", "postgres://"].contains(where: text.lowercased().hasPrefix)
        guard isURL || Self.hasKeyword(text) else { return nil }
        self.text = text
        do throws(PostgresFault) {
            let string = try ConnectionString(text)
            (hasPassword, description, isReadable) = (string.hasPassword, string.address, true)
            let hosts = string.parameters["host"] ?? string.parameters["hostaddr"] ?? ""
            self.hosts = hosts.split(separator: ",").map(String.init).filter { !$0.hasPrefix("/") }
        } catch {
            // Where there is no library, that is what is said when it is opened.
            isReadable = error.reason != .badConnectionString
            (hasPassword, description, hosts) = (false, "postgresql://…", [])
        }
    }

    /// Returns true for a text with one of libpq's keywords before a sign of equality; any word will do where it is not
    /// on this machine.
    private static func hasKeyword(_ text: String) -> Bool {
        guard text.prefixMatch(of: /\s*[a-z_]+\s*=/) != nil else { return false }
        return text.matches(of: /(?:^|\s)([a-z_]+)\s*=/).contains { match in
            ConnectionString.keywords?.contains(String(match.1)) ?? true
        }
    }
}

extension ConnectionString {
    /// The parameters that an address is shown with, beside where the server and the database are.
    private static let shown = ["service", "sslmode", "sslrootcert", "target_session_attrs"]

    /// The place that it leads to as a URL, with nothing secret in it.
    var address: String {
        func list(_ text: String?) -> [Substring] {
            (text ?? "").split(separator: ",", omittingEmptySubsequences: false)
        }
        let (hosts, ports) = (list(parameters["host"] ?? parameters["hostaddr"]), list(parameters["port"]))
        var more = Self.shown.compactMap { name in parameters[name].map { (name, $0) } }
        var places = ""
        if hosts.contains(where: { $0.hasPrefix("/") }) {
            // The folder of a socket is no host that a URL has before its path.
            more.insert(("host", hosts.joined(separator: ",")), at: 0)
            if !ports.joined().isEmpty { more.insert(("port", ports.joined(separator: ",")), at: 1) }
        } else {
            places = hosts.enumerated().map { place, host in
                let port = ports.count == 1 ? ports[0] : ports.indices.contains(place) ? ports[place] : ""
                let name = host.contains(":") ? "[\(host)]" : Self.encoded(host)
                return name + (port.isEmpty ? "" : ":\(port)")
            }.joined(separator: ",")
        }
        let user = parameters["user"].map { "\(Self.encoded($0[...]))@" } ?? ""
        let database = parameters["dbname"].map { "/\(Self.encoded($0[...]))" } ?? ""
        let query = more.map { "\($0)=\(Self.encoded($1[...], sparing: "/,"))" }.joined(separator: "&")
        return "postgresql://\(user)\(places)\(database)\(query.isEmpty ? "" : "?\(query)")"
    }

    /// Returns a part of a URL, in which what has a meaning of its own there is given by its bytes (RFC 3986 §2.1).
    private static func encoded(_ text: Substring, sparing spared: String = "") -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~\(spared)".utf8)
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { encoded, byte in
            if plain.contains(byte) {
                encoded.append(Character(Unicode.Scalar(byte)))
            } else {
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
