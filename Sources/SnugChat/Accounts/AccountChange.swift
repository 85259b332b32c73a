/// A change to one's own account; nil leaves a part as it is.
public struct ProfileChange: Sendable, Hashable {
    public var name: String?
    /// The new password, which takes the current one.
    public var password: String?
    public var currentPassword: String?
    public var showsPresence: Bool?
    public var showsReading: Bool?
    /// The hours without notices; nil in it for none.
    public var quiet: QuietHours??
    /// True to be mailed about what one has missed.
    public var mailsMissed: Bool?

    public init(
        name: String? = nil,
        password: String? = nil,
        currentPassword: String? = nil,
        showsPresence: Bool? = nil,
        showsReading: Bool? = nil,
        quiet: QuietHours?? = nil,
        mailsMissed: Bool? = nil
    ) {
        self.name = name
        self.password = password
        self.currentPassword = currentPassword
        self.showsPresence = showsPresence
        self.showsReading = showsReading
        self.quiet = quiet
        self.mailsMissed = mailsMissed
    }
}

/// A change to an account; nil leaves a part as it is.
public struct AccountChange: Sendable, Hashable {
    public var role: Role?
    public var isDeactivated: Bool?
    /// The address that takes the place of the account's.
    public var email: EmailAddress?

    public init(role: Role? = nil, isDeactivated: Bool? = nil, email: EmailAddress? = nil) {
        self.role = role
        self.isDeactivated = isDeactivated
        self.email = email
    }
}
