/// Codes that wait to be entered, as administrators see them, and help for whom no mail reaches.
extension Chat {
    /// Returns the codes that wait, the newest first, for administrators.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func waitingCodes(for caller: Caller) async throws -> [WaitingCode] {
        try Permissions.requireAdministrator(caller)
        let now = clock.now
        return try await store.read { try $0.waitingCodes(at: now, limit: Limits.waitingCodesMax) }
    }

    /// A code that an owner hands on by another way than mail.
    public struct HandedCode: Sendable, Hashable {
        public var code: String
        public var email: EmailAddress
        public var expiresAt: Timestamp
    }

    /// Makes a new code in the place of one that waits, for owners, who hand it on; the one before is void.
    ///
    /// One that lets into another owner's account is not handed on: nobody takes over an owner's account by it.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``; ``Refusal/notFound(_:)`` where it does not
    ///   wait any more.
    public func handOnCode(_ id: OneTimeCode.ID, by caller: Caller, from device: Device) async throws -> HandedCode {
        let now = clock.now
        let digits = OneTimeCode.digits(from: random)
        return try await act(by: caller) { store, caller in
            try Permissions.requireOwner(caller)
            try checkRecent(caller)
            guard let code = try store.code(id), code.waits(at: now) else { throw Refusal.notFound(.code) }
            let holder = try code.userID.map { try store.user($0) } ?? store.user(email: code.email)
            if let holder, holder.id != caller.userID, holder.role == .owner {
                throw Refusal.forbidden("The code of another owner is not handed on.")
            }
            let new = NewCode(
                email: code.email, purpose: code.purpose, registrationID: code.registrationID, userID: code.userID,
                network: code.network, proof: try proof(of: digits, for: code.purpose, of: code.email, in: store),
                mail: .handedOn)
            try store.putCode(new, at: now)
            try note(
                .codeHandedOn, by: caller, to: holder?.id, from: device, detail: code.email.text, in: store, at: now)
            return HandedCode(code: digits, email: code.email, expiresAt: now + new.lifetime)
        }
    }
}
