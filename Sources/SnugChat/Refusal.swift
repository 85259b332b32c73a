/// An expected no.
///
/// Every use case refuses with one of these, and one table in SnugServer gives each its status.
public enum Refusal: Error, Sendable, Hashable {
    /// The request is well-formed, but these fields are not acceptable.
    case invalid([InvalidField])
    /// No session stands behind this request.
    case unauthenticated
    /// The address or the password is wrong; which of the two is not said.
    case invalidCredentials
    /// The code or reset grant is wrong, used, or was never sent; which of them is not said.
    case invalidCode
    /// Several registrations of the address wait; the password says which is meant.
    case passwordRequired
    /// The newest code of the address is past its lifetime.
    case codeExpired
    /// The code was voided by wrong tries; a new one must be sent.
    case tooManyAttempts
    /// The set-up token is wrong, used or too old.
    case invalidSetupToken
    /// Nobody has set this server up yet.
    case setupRequired
    /// Registration is closed, for everyone or for this address.
    case registrationClosed
    /// The invite is missing, unknown, revoked, expired or used up.
    case invalidInvite
    /// A login link is wrong, used or too old.
    case invalidLoginLink
    /// A passkey's answer does not prove what it should.
    case passkey(PasskeyFault, at: PasskeyCeremony)
    /// The call takes a sign-in of the last ``Limits/recentSignInWithin``.
    case recentSignInRequired
    /// The change would leave the server without an owner in use.
    case lastOwner
    /// The removal would leave the account without a way to sign in.
    case lastWayIn
    /// The address has an account.
    case emailTaken
    /// No relay is set that could carry the mail.
    case noRelay
    /// The account is out of use.
    case deactivated
    /// The account of the other of a direct room is out of use: nobody would read what is said there.
    case otherDeactivated
    /// The account's holder has come in before.
    case hasComeIn
    /// Its holder has closed the account, which comes back into use by nobody's act.
    case accountClosed
    /// The thing does not exist, or the caller may not know that it does.
    case notFound(Thing)
    /// Someone would be in more than ``Limits/roomsPerUserMax`` rooms.
    case tooManyRooms
    /// Others would have put someone into more than ``Limits/roomsByOneMax`` rooms that one person made.
    case tooManyRoomsByOne
    /// The caller would keep more than ``Limits/roomsPinnedMax`` rooms at the top of their list.
    case tooManyPinned
    /// A picture is neither JPEG nor PNG nor WebP.
    case unsupportedPicture
    /// A file has more bytes than `max`.
    case tooLarge(max: Int64)
    /// The caller's files would have more bytes than `max` together.
    case quotaExceeded(max: Int64)
    /// ``Limits/attachmentsUnclaimedMax`` files of the caller's wait for the message that names them.
    case tooManyFilesWaiting
    /// There is no room for more files, on the disk or by the owner's setting.
    case storageFull
    /// This server pushes nothing, as its owner has decided.
    case pushOff
    /// A push subscription's endpoint is none that this server sends to; the sentence says why.
    case pushHost(String)
    /// The caller may see the room but is not in it.
    case notAMember
    /// The caller may see it but not do this; the sentence says who may.
    case forbidden(String)
    /// The `client_id` was used for a message in another room.
    case clientIDReused
    /// The message has been deleted; there is nothing left to change.
    case messageDeleted
    /// The caller asks too often; a try after this time can succeed.
    case rateLimited(retryAfter: Duration)
    /// A bounded queue is full.
    case busy

    /// A noun of which one was not found.
    public enum Thing: String, Sendable, Hashable {
        case room, user, message, session, page, passkey, invite, backup, picture, code, attachment
        case pushSubscription = "push subscription"
    }

    /// Returns the refusal of a single field.
    public static func invalid(_ field: String, _ message: String) -> Refusal {
        .invalid([InvalidField(field: field, message: message)])
    }
}

/// A field of a request that was refused, with the reason in words for a person.
public struct InvalidField: Error, Sendable, Hashable {
    public var field: String
    public var message: String

    public init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
