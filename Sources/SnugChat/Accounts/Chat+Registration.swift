/// The fields of a new account, checked.
struct AccountForm: Sendable {
    var name: String
    var email: EmailAddress
    var password: String

    /// Creates a form of acceptable fields.
    /// - Parameter site: the policy, whose site name is no password; neither is the address.
    /// - Throws: ``Refusal/invalid(_:)`` with every field that is not acceptable.
    init(name: String, email: String, password: String, site: Policy) throws(Refusal) {
        var check = FieldCheck()
        self.name = check.name(name, charactersMax: Limits.nameCharactersMax)
        let address = check.email(email)
        check.password(password, besides: [site.siteName, email])
        try check.finish()
        guard let address else { throw .invalid("email", "This is not an e-mail address.") }
        self.email = address
        self.password = password
    }
}

/// The answer while a code is on its way.
///
/// It is the same whether or not the address has an account.
public struct CodeSent: Sendable, Hashable {
    public var email: String
    /// The time until the code is void.
    public var expiresIn: Duration
    /// The time until another can be asked for.
    public var resendIn: Duration

    public init(
        email: String,
        expiresIn: Duration = Limits.codeLifetime,
        resendIn: Duration = Limits.codeResendAfter
    ) {
        self.email = email
        self.expiresIn = expiresIn
        self.resendIn = resendIn
    }
}

extension Chat {
    /// Asks for an account and mails a code that proves the address.
    ///
    /// The answer is the same where the address has an account already; its owner then gets a notice instead. The
    /// latest registration of an address is the one that its latest code completes, so the owner of the mailbox never
    /// ends up with a password that somebody else set before.
    /// - Throws: ``Refusal/setupRequired``, ``Refusal/registrationClosed``, ``Refusal/invalidInvite``,
    ///   ``Refusal/invalid(_:)``, ``Refusal/rateLimited(retryAfter:)``
    public func register(
        name: String,
        email: String,
        password: String,
        invite token: String? = nil,
        from device: Device
    ) async throws -> CodeSent {
        guard try await store.read({ try $0.hasUsers() }) else { throw Refusal.setupRequired }
        if policy.registration == .closed { throw Refusal.registrationClosed }
        let asked = clock.now
        let invite = try await store.write { store -> Invite? in
            guard let token else { return nil }
            try take(.proofsFromNetwork, device.network, in: store, at: asked)
            let invite = try self.invite(of: token, in: store, at: asked)
            if invite != nil { try giveBack(.proofsFromNetwork, device.network, in: store) }
            return invite
        }
        if invite == nil, token != nil || policy.registration == .invite { throw Refusal.invalidInvite }
        let form = try AccountForm(name: name, email: email, password: password, site: policy)
        if case .domains(let domains) = policy.registration, invite == nil,
            !domains.contains(String(form.email.domain))
        {
            throw Refusal.registrationClosed
        }
        // Counted before the costly hash.
        try await store.write { try take(.codesFromNetwork, device.network, in: $0, at: asked) }
        let hash = try await hasher.hash(form.password)
        let now = clock.now
        try await store.write { store in
            // Nothing changes where no mail goes out: the latest code completes the latest registration.
            guard try couldTakeMail(to: form.email, for: .registration, in: store, at: now) else { return }
            if let user = try store.user(email: form.email) {
                let mayTell = try couldTake(.notices, form.email.text, in: store, at: now)
                try putDecoy(
                    for: form.email, purpose: .registration,
                    notice: mayTell ? .alreadyRegistered(user, site: policy) : nil, in: store, at: now)
            } else {
                try store.putRegistration(
                    Registration(
                        email: form.email, name: form.name, passwordHash: hash, createdAt: now, inviteID: invite?.id))
                try putCode(for: form.email, purpose: .registration, in: store, at: now)
            }
        }
        return CodeSent(email: form.email.text)
    }
}
