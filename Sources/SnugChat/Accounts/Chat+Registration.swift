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
        self.name = check.personName(name)
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

/// The answer to a registration.
public enum RegistrationOutcome: Sendable {
    /// A code is on its way that proves the address.
    case codeSent(CodeSent)
    /// An invite stood in for the code: no relay is set that could carry one.
    case signedIn(SignIn)
}

extension Chat {
    /// Asks for an account and mails a code that proves the address.
    ///
    /// The answer is the same where the address has an account already; its owner then gets a notice instead.
    /// Registrations of one address stand side by side until one is proven, each with a code of its own, so that the
    /// owner of the mailbox never ends up with a password that somebody else set.
    /// - Throws: ``Refusal/setupRequired``, ``Refusal/registrationClosed``, ``Refusal/invalidInvite``,
    ///   ``Refusal/invalid(_:)``, ``Refusal/rateLimited(retryAfter:)``
    public func register(
        name: String,
        email: String,
        password: String,
        invite token: String? = nil,
        from device: Device
    ) async throws -> RegistrationOutcome {
        guard try await store.read({ try $0.hasUsers() }) else { throw Refusal.setupRequired }
        let invite: Invite? = if let token { try await openInvite(token, from: device) } else { nil }
        if invite == nil, token != nil || policy.registration == .invite { throw Refusal.invalidInvite }
        // An invite is an administrator's word, whatever holds for everyone else.
        if invite == nil, policy.registration == .closed { throw Refusal.registrationClosed }
        let form = try AccountForm(name: name, email: email, password: password, site: policy)
        if case .domains(let domains) = policy.registration, invite == nil,
            !domains.contains(String(form.email.domain))
        {
            throw Refusal.registrationClosed
        }
        let asked = clock.now
        // Counted before the costly hash.
        let other = try await store.write { store in
            try take(.codesFromNetwork, device.network, in: store, at: asked)
            if let invite { try check(.joinsByInvite, "\(invite.id)", in: store, at: asked) }
            return try store.registrations(email: form.email).first
        }
        let hash = try await hasher.hash(form.password, beside: other?.passwordHash)
        let now = clock.now
        if let invite, !policy.sendsMail, let signIn = try await enter(form, hash, by: invite, on: device, at: now) {
            return .signedIn(signIn)
        }
        try await store.write { store in
            // Nothing changes where no mail goes out.
            guard try couldTakeMail(to: form.email, for: .registration, in: store, at: now) else { return }
            // Kept for an address that has an account too: nothing that is asked of it later tells the two apart.
            let id = try store.addRegistration(
                email: form.email, name: form.name, passwordHash: hash, inviteID: invite?.id, at: now)
            try store.setEnteredFrom(Self.entrance(of: device), of: id)
            if let user = try store.user(email: form.email) {
                let mayTell = try couldTake(
                    .notices, Notice.registration.subject(at: form.email), in: store, at: now)
                try putDecoy(
                    for: form.email, purpose: .registration, of: id,
                    notice: mayTell ? standingNotice(to: user, in: device.language) : nil, from: device,
                    in: store, at: now)
            } else {
                try putCode(for: form.email, purpose: .registration, of: id, from: device, in: store, at: now)
            }
        }
        return .codeSent(CodeSent(email: form.email.text))
    }

    /// Returns the mail to the holder of an account for whose address somebody wants one.
    private func standingNotice(to user: User, in language: Language) -> MailTemplate {
        user.deactivatedAt == nil
            ? .alreadyRegistered(user, site: policy, in: language) : .outOfUse(user, site: policy, in: language)
    }

    /// Returns the open invite of a token, nil where it stands for none; such tries are counted for the network.
    func openInvite(_ token: String, from device: Device) async throws -> Invite? {
        let now = clock.now
        return try await store.write { store in
            try take(.proofsFromNetwork, device.network, in: store, at: now)
            let invite = try self.invite(of: token, in: store, at: now)
            if invite != nil { try giveBack(.proofsFromNetwork, device.network, in: store) }
            return invite
        }
    }

    /// Makes an invited account whose address nothing proves yet, and signs it in.
    /// - Returns: nil where the address has an account, which is not to be told.
    /// - Throws: ``Refusal/invalidInvite``
    private func enter(
        _ form: AccountForm,
        _ hash: String,
        by invite: Invite,
        on device: Device,
        at now: Timestamp
    ) async throws -> SignIn? {
        let made = try await store.write { store -> (User, Session)? in
            guard try store.user(email: form.email) == nil else { return nil }
            let user = try addUser(
                name: form.name, email: form.email, passwordHash: hash, invite: invite.id, in: store, at: now)
            return (user, try admit(user, by: .invite, on: device, in: store, at: now))
        }
        guard let (user, session) = made else { return nil }
        return try await signIn(user, by: session)
    }

    /// Makes the account of a registration and puts it into its invite's rooms, or where newcomers land; the address's
    /// registrations go.
    /// - Throws: ``Refusal/invalidInvite`` where its last use went to someone faster;
    ///   ``Refusal/rateLimited(retryAfter:)`` where many come by it at once.
    func addUser(
        name: String,
        email: EmailAddress,
        passwordHash: String,
        invite id: Invite.ID?,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> User {
        try store.removeRegistrations(email: email)
        let user = try store.addUser(name: name, email: email, passwordHash: passwordHash, role: .member, at: now)
        var (rooms, detail) = ([Room.ID](), "registered")
        if let id {
            guard let invite = try store.invite(id), try store.useInvite(id) == 1 else { throw Refusal.invalidInvite }
            try take(.joinsByInvite, "\(id)", in: store, at: now)
            rooms = try invite.rooms.filter { try store.room($0) != nil }
            // An invite that was taken back is not there to be looked up.
            let name = invite.nameInTrail
            detail += ", invite \(id) of user \(invite.createdBy)" + (name.isEmpty ? "" : ": \(name)")
        }
        try note(.userAdded, to: user.id, detail: detail, in: store, at: now)
        if rooms.isEmpty { try land(user.id, in: store, at: now) }
        for room in rooms { try enter(user.id, room, in: store, at: now) }
        return user
    }
}
