/// The certificate that is wanted, and the authority that it is to come from.
public struct ACMESettings: Sendable, Hashable {
    /// The names that the certificate is for, in ASCII; the first is the site's.
    public var names: [String]
    /// The URL of the authority's directory (RFC 8555 §7.1.1), with https.
    public var directory: String
    /// The certificates (PEM) to trust for the directory; nil for the system's.
    public var caFile: String?
    /// The folder of the account's key, the certificate and the notes between tries.
    public var folder: String

    public init(names: [String], directory: String, caFile: String? = nil, folder: String) {
        self.names = names
        self.directory = directory
        self.caFile = caFile
        self.folder = folder
    }
}
