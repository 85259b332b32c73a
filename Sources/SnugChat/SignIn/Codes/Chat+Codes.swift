/// One-time codes: made, mailed, tried.
extension Chat {
    /// The outcome of trying a code.
    ///
    /// A refusal is not thrown inside a transaction, or the wrong try would not be counted.
    enum Trial: Sendable {
        case accepted(OneTimeCode)
        case refused(Refusal)

        /// Returns the code, or throws the refusal.
        func get() throws(Refusal) -> OneTimeCode {
            switch self {
            case .accepted(let code): return code
            case .refused(let refusal): throw refusal
            }
        }
    }

    /// Makes a code, which voids the one before it for the same purpose, and mails it.
    /// - Parameters:
    ///   - registration: the one that it is to prove, for that purpose alone.
    ///   - user: the one whose new address it is to prove, for that purpose alone.
    func putCode(
        for email: EmailAddress,
        purpose: OneTimeCode.Purpose,
        of registration: Registration.ID? = nil,
        user: User.ID? = nil,
        from device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        let digits = OneTimeCode.digits(from: random)
        let mail = try queue(
            .code(digits, to: email, for: purpose, site: policy, in: device.language), in: store, at: now)
        try store.putCode(
            NewCode(
                email: email, purpose: purpose, registrationID: registration, userID: user, network: device.network,
                proof: try proof(of: digits, for: purpose, of: email, in: store), mail: .waiting, mailID: mail),
            at: now)
    }

    /// Counts a mail that is about to be asked for, by the network that asks and by the address it goes to.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func takeMail(
        to email: EmailAddress,
        for purpose: OneTimeCode.Purpose,
        from device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        try take(.codesFromNetwork, device.network, in: store, at: now)
        if purpose != .login { try take(.strangersCodeMails, email.text, in: store, at: now) }
        try take(.codeMails, email.text, in: store, at: now)
    }

    /// Counts a mail as ``takeMail(to:for:from:in:at:)`` does, where the answer must not tell of the address.
    ///
    /// The network that asks is counted by the caller.
    /// - Returns: false where the address has had enough.
    func couldTakeMail(
        to email: EmailAddress,
        for purpose: OneTimeCode.Purpose,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Bool {
        if purpose != .login, try !couldTake(.strangersCodeMails, email.text, in: store, at: now) { return false }
        return try couldTake(.codeMails, email.text, in: store, at: now)
    }

    /// Does the same work as ``putCode(for:purpose:in:at:)`` and leaves the same trace, where nobody is to get a code.
    /// - Parameter notice: a mail in place of the code's; nil for one that is never delivered.
    func putDecoy(
        for email: EmailAddress,
        purpose: OneTimeCode.Purpose,
        of registration: Registration.ID? = nil,
        user: User.ID? = nil,
        notice: MailTemplate? = nil,
        from device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        var template = MailTemplate.code(
            OneTimeCode.digits(from: random), to: email, for: purpose, site: policy, in: device.language)
        template.mail.isDecoy = true
        let mail = try queue(notice ?? template, in: store, at: now)
        try store.putCode(
            NewCode(
                email: email, purpose: purpose, registrationID: registration, userID: user, network: device.network,
                proof: random.bytes(32), mail: .none,
                // What a notice tells is so whatever becomes of the code.
                mailID: notice == nil ? mail : nil),
            at: now)
    }

    /// Returns the answer where a code was sent so lately that it stands; nil where a new one is due.
    func standing(_ code: OneTimeCode?, at now: Timestamp) -> CodeSent? {
        guard let code, code.isFresh(at: now) else { return nil }
        return CodeSent(
            email: code.email.text,
            expiresIn: code.expiresAt - now,
            resendIn: code.createdAt + Limits.codeResendAfter - now)
    }

    /// Sends the next code where a sign-in, registration or reset is waiting for one; never starts any of them.
    ///
    /// The answer tells nothing about the address.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/rateLimited(retryAfter:)``
    public func resendCode(to email: String, from device: Device) async throws -> CodeSent {
        let email = try EmailAddress(checking: email)
        let now = clock.now
        try await store.write { store in
            guard let code = try pendingCode(of: email, from: device, in: store, at: now), !code.isFresh(at: now)
            else { return }
            try take(.codesFromNetwork, device.network, in: store, at: now)
            guard try couldTakeMail(to: email, for: code.purpose, in: store, at: now) else { return }
            let isReal =
                switch code.purpose {
                case .registration: try store.user(email: email) == nil && code.registrationID != nil
                case .login, .reset: try store.user(email: email).map { $0.deactivatedAt == nil } ?? false
                case .resetGrant, .loginLink, .welcomeLink, .email, .takeBack: false
                }
            if isReal {
                try putCode(
                    for: email, purpose: code.purpose, of: code.registrationID, from: device, in: store, at: now)
            } else {
                try putDecoy(
                    for: email, purpose: code.purpose, of: code.registrationID, from: device, in: store, at: now)
            }
        }
        return CodeSent(email: email.text)
    }

    /// Returns the latest code that an address waits for from this network; nil where it waits for none.
    ///
    /// Codes that were asked for from elsewhere are others' affair: a new one would void them. A sign-in, which took the
    /// password, goes before what anyone can ask for.
    private func pendingCode(
        of email: EmailAddress,
        from device: Device,
        in store: any StoreReader,
        at now: Timestamp
    ) throws -> OneTimeCode? {
        let awaited = try store.codes(for: email, purposes: [.login, .registration, .reset])
            .filter { $0.network == device.network && $0.isAwaited(at: now) }
        return awaited.first { $0.purpose == .login } ?? awaited.first
    }

    /// Tries what someone typed against the newest code of these purposes, and uses it up where it is right.
    /// - Parameter registration: the one that a code for that purpose is to prove; nil where there is none.
    func tryCode(
        _ typed: String,
        for email: EmailAddress,
        purposes: Set<OneTimeCode.Purpose>,
        of registration: Registration.ID? = nil,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Trial {
        let newest = try store.codes(for: email, purposes: purposes)
            .first { $0.purpose != .registration || $0.registrationID == registration }
        return try tryCode(typed, against: newest, counting: email.text, in: store, at: now)
    }

    /// Tries what someone typed against a code, and uses it up where it is right.
    /// - Parameter subject: the name under which wrong tries count.
    func tryCode(
        _ typed: String,
        against code: OneTimeCode?,
        counting subject: String,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Trial {
        guard let code, code.usedAt == nil else { return .refused(.invalidCode) }
        if code.wrongTries >= Limits.codeTriesMax { return .refused(.tooManyAttempts) }
        guard code.isLive(at: now) else { return .refused(.codeExpired) }
        do {
            // Counted over all codes of the subject: a new one resets nothing.
            try take(.codeTries, subject, in: store, at: now)
        } catch let refusal as Refusal {
            return .refused(refusal)
        }
        guard let tries = try store.countTry(code.id) else { return .refused(.invalidCode) }
        guard try isProven(code, by: OneTimeCode.normalised(typed), in: store) else {
            return .refused(tries >= Limits.codeTriesMax ? .tooManyAttempts : .invalidCode)
        }
        guard try store.useCode(code.id, at: now) == 1 else { return .refused(.invalidCode) }
        try giveBack(.codeTries, subject, in: store)
        return .accepted(code)
    }

    /// Returns the live code of this purpose that `secret` belongs to; nil where there is none.
    ///
    /// It is for secrets too long to be guessed: guesses at them count for nothing and void nothing.
    func secretCode(
        _ secret: String,
        for email: EmailAddress,
        purpose: OneTimeCode.Purpose,
        in store: any StoreReader,
        at now: Timestamp
    ) throws -> OneTimeCode? {
        guard let code = try store.newestCode(for: email, purposes: [purpose]), code.isLive(at: now),
            try isProven(code, by: secret, in: store)
        else { return nil }
        return code
    }

    /// Returns true if a code was made of this secret, in constant time.
    func isProven(_ code: OneTimeCode, by secret: String, in store: any StoreReader) throws -> Bool {
        let subject = try subject(of: code.purpose, code.email, in: store)
        return keys.matches(code.proof, secret: secret, for: code.purpose.rawValue, of: subject)
    }

    /// Returns the proof that is kept of a code or other secret.
    func proof(
        of secret: String,
        for purpose: OneTimeCode.Purpose,
        of email: EmailAddress,
        in store: any StoreReader
    ) throws -> [UInt8] {
        keys.proof(of: secret, for: purpose.rawValue, of: try subject(of: purpose, email, in: store))
    }

    /// Returns the subject that a secret is good for: an address; and where it lets into an account the one that has this
    /// address now, so that it lets nobody into the next.
    private func subject(
        of purpose: OneTimeCode.Purpose,
        _ email: EmailAddress,
        in store: any StoreReader
    ) throws -> String {
        guard OneTimeCode.Purpose.waysIn.contains(purpose), let user = try store.user(email: email) else {
            return email.text
        }
        return "\(email.text) \(user.id)"
    }
}
