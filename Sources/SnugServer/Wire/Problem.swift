import HTTPTypes
import SnugChat

/// A refusal or failure as a client gets it (RFC 9457): the one table from refusals to statuses and texts.
struct Problem: Sendable, Hashable {
    var status: Int
    /// The stable, machine-readable word.
    var code: String
    var title: String
    /// The advice to a person.
    var detail: String
    var fields: [InvalidField] = []
    /// The seconds until trying again makes sense.
    var retryAfter: Int64?
    /// The parts that a probe of readiness looked at, for `/readyz`.
    var checks: Readiness?
    /// The methods that are allowed here, for a 405.
    var allow: String?
    /// The bytes of the file, for a 416.
    var fileBytes: Int?
    /// True where the browser is to forget what it keeps of this site: its session is over.
    var emptiesCache = false

    init(_ status: Int, _ code: String, _ title: String, _ detail: String) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
    }

    init(_ refusal: Refusal) {
        switch refusal {
        case .invalid(let fields):
            self.init(422, "invalid", "Invalid", fields.map(\.message).joined(separator: " "))
            self.fields = fields
        case .unauthenticated:
            self.init(401, "unauthenticated", "Not signed in", "Sign in and try again.")
        case .invalidCredentials:
            self.init(
                401, "invalid_credentials", "Wrong address or password", "The e-mail address or the password is wrong.")
        case .passwordRequired:
            self.init(
                422, "password_required", "Password required",
                "Several accounts were asked for with this address. Give the password of the one that you mean.")
            fields = [InvalidField(field: "password", message: detail)]
        case .invalidCode:
            self.init(401, "invalid_code", "Wrong code", "This code is wrong. The latest one counts.")
        case .codeExpired:
            self.init(401, "code_expired", "Code expired", "This code is too old. Ask for a new one.")
        case .tooManyAttempts:
            self.init(
                429, "too_many_attempts", "Too many wrong tries",
                "The code is void after too many wrong tries. Ask for a new one.")
            retryAfter = Limits.codeResendAfter.components.seconds
        case .invalidSetupToken:
            self.init(
                403, "invalid_setup_token", "Set-up link not valid",
                "This set-up link is wrong, used or too old. On the server, `sudo snug setup-link` prints a new one.")
        case .setupRequired:
            self.init(
                403, "setup_required", "Not set up yet",
                "Whoever runs this server must set it up first, with the link that it printed when it started.")
        case .registrationClosed:
            self.init(
                403, "registration_closed", "Registration closed",
                "New accounts are not open to this address here. Ask whoever runs the server.")
        case .invalidInvite:
            self.init(
                403, "invalid_invite", "Invite not valid",
                "An account here takes a valid invite. Ask whoever runs the server.")
        case .invalidLoginLink:
            self.init(
                401, "invalid_login_link", "Login link not valid",
                "This link is wrong, used or too old. Ask whoever runs the server for a new one.")
        case .passkey(let fault, let ceremony):
            self.init(
                ceremony == .login ? 401 : 422, fault.rawValue, "Passkey not accepted",
                ceremony == .login
                    ? "This passkey did not get you in. Try again, or sign in with your password."
                    : "This passkey could not be added. Try again.")
        case .recentSignInRequired:
            self.init(
                403, "recent_sign_in_required", "Sign in again",
                "For this you must have signed in within the last \(Limits.recentSignInWithin.components.seconds / 60) minutes."
            )
        case .lastOwner:
            self.init(409, "last_owner", "The last owner", "Make somebody else an owner first.")
        case .lastWayIn:
            self.init(
                409, "last_way_in", "The last way in",
                "Without this passkey nobody could sign in to this account. Choose a password first.")
        case .emailTaken:
            self.init(409, "email_taken", "Address taken", "This address has an account already.")
        case .noRelay:
            self.init(
                409, "no_relay", "No mail relay", "This server sends no mail yet: set a relay first, under Settings.")
        case .deactivated:
            self.init(409, "deactivated", "Out of use", "This account is deactivated. Put it into use again first.")
        case .otherDeactivated:
            self.init(409, "deactivated", "Out of use", "This person's account is out of use: nobody would read it.")
        case .hasComeIn:
            self.init(
                409, "has_come_in", "Has come in",
                "They have come in before. If they cannot any more, make a login link.")
        case .accountClosed:
            self.init(
                409, "account_closed", "Account closed",
                "Its holder has closed this account for good. They can have a new one.")
        case .notFound(let thing):
            self.init(404, "not_found", "Not found", "There is no such \(thing.rawValue), or it is not for you to see.")
        case .tooManyRooms:
            self.init(
                422, "too_many_rooms", "Too many rooms",
                "A person is in at most \(Limits.roomsPerUserMax) rooms. Leave one first, or ask them to.")
        case .tooManyRoomsByOne:
            self.init(
                422, "too_many_rooms", "Too many rooms",
                "Others put nobody into more than \(Limits.roomsByOneMax) rooms that one person made.")
        case .tooManyPinned:
            self.init(
                422, "invalid", "Invalid",
                "At most \(Limits.roomsPinnedMax) rooms are kept at the top. Let one of them go first.")
            fields = [InvalidField(field: "pinned", message: detail)]
        case .unsupportedPicture:
            self.init(415, "unsupported_media_type", "Wrong type", "A picture is a JPEG, PNG or WebP file.")
        case .tooLarge(let max) where max < 1 << 20:
            let kilobytes = max >> 10
            self.init(413, "too_large", "Too large", "This is too large: at most \(kilobytes) KB.")
        case .tooLarge(let max):
            let megabytes = max >> 20
            self.init(413, "too_large", "Too large", "This is too large: at most \(megabytes) MB.")
        case .quotaExceeded(let max) where max < 1 << 20:
            let kilobytes = max >> 10
            self.init(
                413, "quota_exceeded", "No room left",
                "Your files would have more than \(kilobytes) KB together. Delete some first.")
        case .quotaExceeded(let max):
            let megabytes = max >> 20
            self.init(
                413, "quota_exceeded", "No room left",
                "Your files would have more than \(megabytes) MB together. Delete some first.")
        case .tooManyFilesWaiting:
            self.init(
                429, "too_many_files", "Too many files wait",
                "\(Limits.attachmentsUnclaimedMax) files wait for their message. Send some of them, or remove some.")
            retryAfter = Limits.uploadRetryAfter.components.seconds
        case .storageFull:
            self.init(
                507, "storage_full", "No room for files",
                "The server has no room for more files. Tell whoever runs it.")
            retryAfter = 5
        case .pushOff:
            self.init(409, "push_off", "Nothing is pushed", "This server sends no push notifications.")
        case .pushHost(let why):
            self.init(422, "push_host", "Push service not taken", why)
            fields = [InvalidField(field: "endpoint", message: why)]
        case .notAMember:
            self.init(403, "not_a_member", "Not a member", "Join the room first.")
        case .forbidden(let why):
            self.init(403, "forbidden", "Not allowed", why)
        case .clientIDReused:
            self.init(
                409, "client_id_reused", "client_id used elsewhere",
                "This client_id belongs to a message in another room.")
        case .messageDeleted:
            self.init(409, "message_deleted", "Message deleted", "This message has been deleted.")
        case .rateLimited(let wait):
            self.init(429, "rate_limited", "Too fast", "Slow down and try again in a moment.")
            retryAfter = max(1, wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0))
        case .busy:
            self.init(503, "busy", "Busy", "The server has more to do than it can take on. Try again in a moment.")
            retryAfter = 1
        }
    }

    init(_ fault: StoreFault) {
        switch fault.kind {
        case .full:
            self.init(
                507, "storage_full", "Disk full", "The server's disk is full. Nothing was lost; tell whoever runs it.")
        case .closed:
            self.init(503, "stopping", "Stopping", "The server is stopping. Try again in a moment.")
        case .readOnly, .locked, .damaged, .unknown, .unconfirmed, .failed:
            self.init(
                503, "storage_failed", "Storage trouble",
                "The server could not write this down. Try again; tell whoever runs it if it stays.")
        case .refused:
            self = .internalError
            return
        }
        retryAfter = 5
    }

    /// Creates the problem of a backup that was not made, for administrators alone.
    init(_ fault: BackupFault) {
        if fault.isForRoom {
            self.init(507, "storage_full", "Disk full", fault.reason)
        } else {
            self.init(503, "backup_failed", "Backup failed", fault.reason)
        }
        retryAfter = 5
    }

    /// Creates the problem of any error; one that clients must learn nothing of is a 500 without details.
    init(_ error: any Error) {
        switch error {
        case let problem as ProblemError: self = problem.problem
        case let refusal as Refusal: self.init(refusal)
        case let fault as StoreFault: self.init(fault)
        case let fault as BackupFault: self.init(fault)
        // The server ends what is under way.
        case is CancellationError: self.init(StoreFault(.closed, "the server is stopping"))
        default: self = .internalError
        }
    }

    static let internalError = Problem(
        500, "internal_error", "Server error", "The server failed at this. Whoever runs it finds the reason in its log."
    )
    static let notFound = Problem(404, "not_found", "Not found", "There is nothing at this address.")
    static let malformedJSON = Problem(
        400, "malformed_json", "Malformed JSON", "The body is not JSON (RFC 8259) in UTF-8.")
    static let tooManyMarks = Problem(
        422, "invalid", "Invalid", "More than \(Limits.marksInJSONMax) combining marks follow each other in the text.")
    static let wrongType = Problem(415, "unsupported_media_type", "Wrong type", "Send the body as application/json.")
    /// The problem of a compressed body (RFC 9110 §8.4).
    static let wrongCoding = Problem(
        415, "unsupported_media_type", "Wrong coding", "Send the body as it is, without Content-Encoding.")
    /// The problem of a form with a file in it (RFC 7578), of which more would be kept than the file.
    static let fileInForm = Problem(
        415, "unsupported_media_type", "A form around the file",
        "Send the bytes of the file as the body, not in a form (multipart/form-data).")
    static let badOrigin = Problem(
        403, "bad_origin", "Wrong origin", "This request came from another site, or its Origin is missing.")
    static let upgradeRequired = Problem(426, "upgrade_required", "WebSocket only", "Open a WebSocket (RFC 6455) here.")
    static let tooManySockets: Problem = {
        var problem = Problem(
            429, "too_many_sockets", "Too many sockets", "Close one of your other connections first.")
        problem.retryAfter = Limits.socketRetryAfter.components.seconds
        return problem
    }()

    /// The problem of a cookie whose session has ended, be it from elsewhere: files and pictures do not stay behind.
    static let sessionOver: Problem = {
        var problem = Problem(Refusal.unauthenticated)
        problem.emptiesCache = true
        return problem
    }()

    static let lengthRequired = Problem(
        411, "length_required", "Length required", "Say the file's length (Content-Length): it is sent as one piece.")

    /// Returns the problem of a range behind the end of a file.
    static func rangeNotSatisfiable(of bytes: Int) -> Problem {
        var problem = Problem(
            416, "range_not_satisfiable", "Outside of the file", "The file ends before the range that is asked for.")
        problem.fileBytes = bytes
        return problem
    }

    static let requestTimeout = Problem(
        408, "request_timeout", "Too slow", "The body did not come in time. Send the request again.")
    static let expectationFailed = Problem(
        417, "expectation_failed", "Expectation not met", "Of the expectations only 100-continue can be met.")
    static let headTooLarge = Problem(
        431, "head_too_large", "Head too large",
        "The address and the header fields may have at most \(Limits.headBytesMax) bytes together.")

    /// Returns the problem of a request that RFC 9112 gives no one reading.
    static func malformedRequest(_ detail: String) -> Problem {
        Problem(400, "malformed_request", "Malformed request", detail)
    }

    static func methodNotAllowed(_ allow: String) -> Problem {
        var problem = Problem(405, "method_not_allowed", "Method not allowed", "Only \(allow) works here.")
        problem.allow = allow
        return problem
    }

    /// Returns a problem for administrators alone, as its detail is the relay's answer.
    static func mailNotTaken(_ fault: MailFault) -> Problem {
        Problem(502, "mail_not_taken", "Mail not taken", "The mail could not be sent: \(fault.detail).")
    }

    static func tooLarge(_ bytesMax: Int) -> Problem {
        Problem(413, "too_large", "Too large", "The body may have at most \(bytesMax) bytes.")
    }

    /// The body, of the type `application/problem+json`.
    var json: [UInt8] {
        JSONWriter.object { json in
            json.member("type", "about:blank")
            json.member("title", title)
            json.member("status", status)
            json.member("detail", detail)
            json.member("code", code)
            if !fields.isEmpty {
                json.array("errors", fields) { json, field in
                    json.object { json in
                        json.member("field", field.field)
                        json.member("message", field.message)
                    }
                }
            }
            if let checks { json.object("checks") { $0.write(checks) } }
        }
    }
}

/// A problem that a handler throws.
struct ProblemError: Error {
    var problem: Problem
    init(_ problem: Problem) { self.problem = problem }
}
