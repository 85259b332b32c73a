import SnugChat

/// An error that a call can end with, made from the table of problems, so that its code and status cannot disagree
/// with what is sent.
struct DocumentedError: Sendable {
    let problem: Problem

    init(_ problem: Problem) { self.problem = problem }
    init(_ refusal: Refusal) { self.init(Problem(refusal)) }
    init(_ fault: StoreFault.Kind) { self.init(Problem(StoreFault(fault, "while an example was made"))) }

    static let malformedJSON = DocumentedError(.malformedJSON)
    static let tooLarge = DocumentedError(.tooLarge(Limits.jsonBodyBytesMax))
    static let lengthRequired = DocumentedError(.lengthRequired)
    static let rangeNotSatisfiable = DocumentedError(.rangeNotSatisfiable(of: 0))
    static let requestTimeout = DocumentedError(.requestTimeout)
    static let wrongType = DocumentedError(.wrongType)
    static let wrongCoding = DocumentedError(.wrongCoding)
    static let fileInForm = DocumentedError(.fileInForm)
    static let badOrigin = DocumentedError(.badOrigin)
    static let upgradeRequired = DocumentedError(.upgradeRequired)
    static let tooManySockets = DocumentedError(.tooManySockets)
    static let mailNotTaken = DocumentedError(.mailNotTaken(MailFault(.permanent, "the relay's own words")))
    static let backupFailed = DocumentedError(
        Problem(BackupFault(reason: "The reason in a sentence.", isForRoom: false)))
    static let internalError = DocumentedError(.internalError)

    static let unauthenticated = DocumentedError(.unauthenticated)
    static let invalid = DocumentedError(.invalid([]))
    static let invalidCredentials = DocumentedError(.invalidCredentials)
    static let invalidCode = DocumentedError(.invalidCode)
    static let passwordRequired = DocumentedError(.passwordRequired)
    static let codeExpired = DocumentedError(.codeExpired)
    static let tooManyAttempts = DocumentedError(.tooManyAttempts)
    static let invalidSetupToken = DocumentedError(.invalidSetupToken)
    static let setupRequired = DocumentedError(.setupRequired)
    static let registrationClosed = DocumentedError(.registrationClosed)
    static let invalidInvite = DocumentedError(.invalidInvite)
    static let invalidLoginLink = DocumentedError(.invalidLoginLink)
    static let recentSignInRequired = DocumentedError(.recentSignInRequired)
    static let lastOwner = DocumentedError(.lastOwner)
    static let lastWayIn = DocumentedError(.lastWayIn)
    static let emailTaken = DocumentedError(.emailTaken)
    static let noRelay = DocumentedError(.noRelay)
    static let deactivated = DocumentedError(.deactivated)
    static let otherDeactivated = DocumentedError(.otherDeactivated)
    static let hasComeIn = DocumentedError(.hasComeIn)
    static let accountClosed = DocumentedError(.accountClosed)
    static let notFound = DocumentedError(.notFound(.page))
    static let tooManyRooms = DocumentedError(.tooManyRooms)
    static let tooManyPinned = DocumentedError(.tooManyPinned)
    static let unsupportedPicture = DocumentedError(.unsupportedPicture)
    static let fileTooLarge = DocumentedError(.tooLarge(max: Limits.uploadBytesMaxDefault))
    static let quotaExceeded = DocumentedError(.quotaExceeded(max: Limits.storagePerUserDefault))
    static let tooManyFilesWaiting = DocumentedError(.tooManyFilesWaiting)
    static let noRoomForFiles = DocumentedError(.storageFull)
    static let pushOff = DocumentedError(.pushOff)
    static let pushHost = DocumentedError(.pushHost("This is no push service that this server knows."))
    static let notAMember = DocumentedError(.notAMember)
    static let forbidden = DocumentedError(.forbidden("The caller may know of this, but not do it."))
    static let clientIDReused = DocumentedError(.clientIDReused)
    static let messageDeleted = DocumentedError(.messageDeleted)
    static let rateLimited = DocumentedError(.rateLimited(retryAfter: .seconds(1)))
    static let busy = DocumentedError(.busy)

    static func passkeys(at ceremony: PasskeyCeremony) -> [DocumentedError] {
        PasskeyFault.allCases.map { DocumentedError(.passkey($0, at: ceremony)) }
    }

    /// The trouble that any call may run into which reads or writes the store.
    static let storage: [DocumentedError] = [
        .busy, DocumentedError(.closed), DocumentedError(.failed), DocumentedError(.full),
    ]
    /// The refusals of a call that takes a body.
    static let body: [DocumentedError] = [.malformedJSON, .requestTimeout, .tooLarge, .invalid]
    /// The refusals of a call that takes a file.
    static let file: [DocumentedError] = [.requestTimeout, .tooLarge, .wrongCoding]
}
