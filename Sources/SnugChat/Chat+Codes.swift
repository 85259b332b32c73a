/// One-time codes: made, mailed, tried.
extension Chat {
    /// What came of trying a code. Not thrown inside a transaction, or the wrong try would not be counted.
    enum Trial: Sendable {
        case accepted(OneTimeCode)
        case refused(Refusal)

        func get() throws(Refusal) -> OneTimeCode {
            switch self {
            case .accepted(let code): return code
            case .refused(let refusal): throw refusal
            }
        }
    }

    /// Makes a code, which voids the one before, and mails it.
    func putCode(
        for email: EmailAddress,
        purpose: OneTimeCode.Purpose,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        let digits = OneTimeCode.digits(from: random)
        try store.putCode(
            for: email, purpose: purpose,
            proof: keys.proof(of: digits, for: purpose.rawValue, of: email.text),
            at: now, expiresAt: now + Limits.codeLifetime)
        try queue(Letter.code(digits, to: email, for: purpose, site: policy), in: store, at: now)
    }

    /// Counts a mail that is about to be asked for, by whoever asks and to whomever it goes.
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

    /// As ``takeMail(to:for:from:in:at:)``, where the answer must not tell: false, with nothing counted, where the
    /// address has had enough.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)`` for whoever asks too often, whatever the address.
    func couldTakeMail(
        to email: EmailAddress,
        for purpose: OneTimeCode.Purpose,
        from device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Bool {
        try take(.codesFromNetwork, device.network, in: store, at: now)
        if purpose != .login, try !couldTake(.strangersCodeMails, email.text, in: store, at: now) { return false }
        return try couldTake(.codeMails, email.text, in: store, at: now)
    }

    /// Leaves the same trace as ``putCode(for:purpose:in:at:)`` where nobody is to get a code.
    func putDecoy(
        for email: EmailAddress,
        purpose: OneTimeCode.Purpose,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        try store.putCode(
            for: email, purpose: purpose, proof: random.bytes(32), at: now, expiresAt: now + Limits.codeLifetime)
    }

    /// The answer where a code was sent so lately that it stands; nil where a new one is due.
    func standing(_ code: OneTimeCode?, at now: Timestamp) -> CodeSent? {
        guard let code, code.usedAt == nil, now < code.createdAt + Limits.codeResendAfter else { return nil }
        return CodeSent(
            email: code.email.text,
            expiresIn: code.expiresAt - now,
            resendIn: code.createdAt + Limits.codeResendAfter - now)
    }

    /// Sends the next code where a sign-in, registration or reset is waiting for one. Never starts anything.
    ///
    /// The answer tells nothing about the address.
    public func resendCode(to email: String, from device: Device) async throws -> CodeSent {
        guard let email = EmailAddress(email) else { throw Refusal.invalid("email", "This is not an e-mail address.") }
        let now = clock.now
        try await store.write { store in
            guard
                let code = try store.newestCode(for: email, purposes: [.login, .registration, .reset]),
                code.usedAt == nil,
                now >= code.createdAt + Limits.codeResendAfter,
                now < code.createdAt + Limits.codePendingFor,
                try couldTakeMail(to: email, for: code.purpose, from: device, in: store, at: now)
            else { return }
            let isReal =
                switch code.purpose {
                case .registration: try store.user(email: email) == nil && store.registration(email: email) != nil
                case .login, .reset: try store.user(email: email).map { $0.deactivatedAt == nil } ?? false
                case .resetGrant, .loginLink: false
                }
            if isReal {
                try putCode(for: email, purpose: code.purpose, in: store, at: now)
            } else {
                try putDecoy(for: email, purpose: code.purpose, in: store, at: now)
            }
        }
        return CodeSent(email: email.text)
    }

    /// Tries what someone typed against the newest code of these purposes, and uses it up where it is right.
    func tryCode(
        _ typed: String,
        for email: EmailAddress,
        purposes: Set<OneTimeCode.Purpose>,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Trial {
        guard let code = try store.newestCode(for: email, purposes: purposes), code.usedAt == nil else {
            return .refused(.invalidCode)
        }
        if code.wrongTries >= Limits.codeTriesMax { return .refused(.tooManyAttempts) }
        if now >= code.expiresAt { return .refused(.codeExpired) }
        let isTyped = code.purpose != .resetGrant && code.purpose != .loginLink
        let secret = isTyped ? OneTimeCode.normalised(typed) : typed
        do {
            // Counted over all codes of the address: a new one resets nothing.
            try take(.codeTries, email.text, in: store, at: now)
        } catch let refusal as Refusal {
            return .refused(refusal)
        }
        guard keys.matches(code.proof, secret: secret, for: code.purpose.rawValue, of: email.text) else {
            try store.countWrongTry(code.id)
            return .refused(code.wrongTries + 1 >= Limits.codeTriesMax ? .tooManyAttempts : .invalidCode)
        }
        guard try store.useCode(code.id, at: now) == 1 else { return .refused(.invalidCode) }
        try giveBack(.codeTries, email.text, in: store, at: now)
        return .accepted(code)
    }
}
