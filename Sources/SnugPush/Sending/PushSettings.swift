/// The decisions of a server's owner about pushes.
public struct PushSettings: Sendable, Hashable {
    /// False where nothing is pushed.
    public var isOn: Bool
    /// The services that members' browsers may name.
    public var hosts: PushHosts
    /// The address at which those services reach whoever runs this server.
    public var contact: VAPIDContact

    public init(isOn: Bool = true, hosts: PushHosts, contact: VAPIDContact) {
        self.isOn = isOn
        self.hosts = hosts
        self.contact = contact
    }
}
