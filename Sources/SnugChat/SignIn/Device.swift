/// The browser or app, and the address, that a request comes from.
public struct Device: Sendable, Hashable {
    /// In words: `Firefox on Windows`.
    public var name: String
    public var address: String
    /// What shares its bounds with this address: itself, or for IPv6 its /64 (RFC 6177: what one household gets).
    public var network: String

    /// - Parameter name: at most ``Limits/deviceCharactersMax`` characters are kept.
    public init(name: String, address: String, network: String? = nil) {
        self.name = String(name.unicodeScalars.prefix(Limits.deviceCharactersMax).map(Character.init))
        self.address = address
        self.network = network ?? address
    }
}
