/// The way back to an account whose address is another by now: a link in the mail to the one before.
///
/// It may have been changed by somebody who found a session open, or knew the password.
extension Chat {
    /// The sign by which the token of such a link is told from those of others.
    private static let takeBackSign = "back-"

    /// Makes the link that puts an address back, for the mail that tells it of another; good once, and for
    /// ``Limits/takeBackLifetime``.
    /// - Parameter user: the account as it was.
    func newTakeBack(of user: User, in store: any StoreWriter, at now: Timestamp) throws -> LoginLink {
        let secret = random.bytes(24).base64URL
        let new = NewCode(
            email: user.email, purpose: .takeBack, userID: user.id,
            proof: try proof(of: secret, for: .takeBack, of: user.email, in: store))
        try store.putCode(new, at: now)
        return LoginLink(
            url: "\(policy.siteURL)/login#\(user.id)-\(Self.takeBackSign)\(secret)", expiresAt: now + new.lifetime)
    }

    /// Returns true for the secret of a link that puts an address back.
    func isTakeBack(_ secret: String) -> Bool { secret.hasPrefix(Self.takeBackSign) }

    /// Puts the address back that a link was mailed to, and with it the account into the hands of who reads its mails.
    ///
    /// All sessions end; the password, and passkeys that are newer than the change, are erased; codes and links to
    /// addresses that came after are void. Links to ones before stay: whoever took the account may have changed its address
    /// more than once.
    /// - Returns: the account as it then is; nil where the link is wrong, used or too old, or the address is the account's.
    /// - Throws: ``Refusal/emailTaken``
    func takeBack(
        _ user: User,
        by secret: String,
        from device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> User? {
        let secret = String(secret.dropFirst(Self.takeBackSign.count))
        let link = try store.takeBacks(of: user.id).first {
            try $0.isLive(at: now) && isProven($0, by: secret, in: store)
        }
        guard let link, link.email != user.email else { return nil }
        guard try store.user(email: link.email) == nil else { throw Refusal.emailTaken }
        try endSessions(of: user.id, because: .ended, in: store, at: now)
        for passkey in try store.passkeys(of: user.id) where passkey.createdAt >= link.createdAt {
            try store.removePasskey(passkey.id)
        }
        try store.removeTakeBacks(of: user.id, from: link.id)
        try setEmail(link.email, of: user, in: store)
        try store.setPasswordHash(User.noPassword, of: user.id)
        try note(.emailChanged, to: user.id, from: device, detail: user.email.text, in: store, at: now)
        try queue(.emailTakenBack(user, site: policy, in: device.language), in: store, at: now)
        return try store.user(user.id)
    }
}
