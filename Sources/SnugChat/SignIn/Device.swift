/// The browser or app, and the address, that a request comes from.
public struct Device: Sendable, Hashable {
    /// The browser or app in words: `Firefox on Windows`.
    public var name: String
    public var address: String
    /// The addresses that share this one's throttles: itself, or for IPv6 its /64 (RFC 6177: one household's share).
    public var network: String
    /// The language that whoever uses it reads: of the mails that the request causes.
    public var language: Language

    /// Creates a device.
    /// - Parameter name: the name, of which ``Limits/deviceCharactersMax`` characters are kept.
    /// - Parameter network: the network; nil for the address alone.
    public init(name: String, address: String, network: String? = nil, language: Language = .english) {
        self.name = String(name.unicodeScalars.prefix(Limits.deviceCharactersMax).map(Character.init))
        self.address = address
        self.network = network ?? address
        self.language = language
    }
}
