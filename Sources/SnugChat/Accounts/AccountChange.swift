/// A change to an account; nil leaves a part as it is.
public struct AccountChange: Sendable, Hashable {
    public var role: Role?
    public var isDeactivated: Bool?

    public init(role: Role? = nil, isDeactivated: Bool? = nil) {
        self.role = role
        self.isDeactivated = isDeactivated
    }
}
