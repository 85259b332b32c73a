/// Another address for one's own account, proven by a mailed code.
extension Chat {
    /// Mails a code to the address that is to take the place of the caller's.
    ///
    /// The answer is the same where the address has an account, whose holder then gets a notice instead. Another address
    /// that waited is given up.
    /// - Parameter password: the current one; not needed by whoever has none and has just signed in.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/invalidCredentials``, ``Refusal/recentSignInRequired``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func changeEmail(
        to email: String,
        password: String?,
        of caller: Caller,
        from device: Device
    ) async throws -> CodeSent {
        let email = try EmailAddress(checking: email)
        // Nobody's password is hashed for a code that is on its way.
        if let standing = try await standingCode(to: email, of: caller) { return standing }
        let proof = try await proveHolder(password, of: caller)
        let now = clock.now
        return try await act(by: caller) { store, caller in
            let user = try holder(proof, caller, in: store)
            guard email != user.email else { throw Refusal.invalid("email", "This is your address already.") }
            let pending = try store.emailCode(of: user.id)
            if pending?.email == email, let standing = standing(pending, at: now) { return standing }
            try take(.emailChanges, "\(user.id)", in: store, at: now)
            try take(.codesFromNetwork, device.network, in: store, at: now)
            guard try couldTakeMail(to: email, for: .email, in: store, at: now) else {
                return CodeSent(email: email.text)
            }
            if let other = try store.user(email: email) {
                let mayTell = try couldTake(.notices, Notice.newEmail.subject(at: email), in: store, at: now)
                try putDecoy(
                    for: email, purpose: .email, user: user.id,
                    notice: mayTell ? .addressInUse(other, site: policy, in: device.language) : nil, from: device,
                    in: store, at: now)
            } else {
                try putCode(for: email, purpose: .email, user: user.id, from: device, in: store, at: now)
            }
            return CodeSent(email: email.text)
        }
    }

    /// Returns the answer where a code was just sent to the address that is to take the place of the caller's.
    private func standingCode(to email: EmailAddress, of caller: Caller) async throws -> CodeSent? {
        let now = clock.now
        return try await store.read { store in
            let pending = try store.emailCode(of: try current(caller, in: store).userID)
            return pending?.email == email ? standing(pending, at: now) : nil
        }
    }

    /// Makes the address that waits the caller's, by its code; a mail tells the one before, with a link that puts it back.
    ///
    /// Codes and other links of the one before are void. Whoever has proven the mailbox may know that an account has its
    /// address.
    /// - Throws: ``Refusal/invalidCode``, ``Refusal/codeExpired``, ``Refusal/tooManyAttempts``, ``Refusal/emailTaken``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func verifyEmail(code: String, of caller: Caller, from device: Device) async throws {
        let now = clock.now
        let refusal = try await act(by: caller) { store, caller -> Refusal? in
            try take(.codeTriesFromNetwork, device.network, in: store, at: now)
            let pending = try store.emailCode(of: caller.userID)
            // Counted over all addresses that the caller tries: another one resets nothing.
            let trial = try tryCode(code, against: pending, counting: "user \(caller.userID)", in: store, at: now)
            guard case .accepted(let code) = trial else {
                if case .refused(let refusal) = trial { return refusal }
                return .invalidCode
            }
            try giveBack(.codeTriesFromNetwork, device.network, in: store)
            guard let user = try store.user(caller.userID) else { return .invalidCode }
            guard try store.user(email: code.email) == nil else { return .emailTaken }
            try setEmail(code.email, of: user, in: store)
            try note(.emailChanged, by: caller, from: device, detail: user.email.text, in: store, at: now)
            try announceOwn(user.id, in: store)
            let takeBack = try newTakeBack(of: user, in: store, at: now)
            try queue(
                .emailChanged(user, to: code.email, takeBack, site: policy, in: device.language), in: store, at: now)
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Puts an address that no account has in the place of an account's.
    ///
    /// Codes and links that let in by either are void, and so are registrations of the new one; no other waits.
    func setEmail(_ email: EmailAddress, of user: User, in store: any StoreWriter) throws {
        for address in [user.email, email] {
            try store.removeCodes(for: address, purposes: OneTimeCode.Purpose.waysIn)
        }
        try store.removeEmailCode(of: user.id)
        try store.removeRegistrations(email: email)
        try store.setEmail(email, of: user.id)
    }

    /// Gives up the address that waits; where none does, nothing changes.
    ///
    /// It happens no oftener than ``changeEmail(to:password:of:from:)``, which is counted.
    public func giveUpNewEmail(of caller: Caller) async throws {
        try await act(by: caller) { store, caller in try store.removeEmailCode(of: caller.userID) }
    }
}
