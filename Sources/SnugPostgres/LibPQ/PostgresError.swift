import SnugChat

/// An error of PostgreSQL or of the way to it, its kind chosen by what can be done about it.
///
/// It holds no values: what the server says of them (classes 22 and 23 of SQLSTATE) is left out, and details are never
/// read.
struct PostgresError: Error, Hashable {
    /// A cause that is treated in its own way.
    enum Condition: Hashable {
        /// The connection is gone, and with it a transaction that was not committed.
        case connectionLost
        /// The answer to a COMMIT did not come, or came with a warning: it may be durable or not.
        case unknownOutcome
        /// A COMMIT waits for a standby that is away: it is durable on one machine, or will be.
        case unconfirmed
        /// There is such a row already (23505).
        case unique
        /// Another constraint does not hold (class 23).
        case constraint
        /// A value cannot be: a NUL in a text, a key of too many bytes (classes 22 and 54).
        case value
        /// The server takes no writes: a standby (25006).
        case readOnly
        /// The server's disk is full (53100).
        case diskFull
        /// Another session held a lock for too long, waited for this one, or changed what it saw (55P03, 40P01, 40001).
        case locked
        /// The statement took longer than it was given (57014).
        case outOfTime
        /// The server found its files contradicting themselves (class XX).
        case damaged
        case other
    }

    var condition: Condition
    /// Five characters of the SQL standard and PostgreSQL's appendix A; empty where the server said nothing.
    var sqlState: String
    /// The outcome, for the administrator.
    var words: String

    init(_ condition: Condition, sqlState: String = "", _ words: String) {
        self.condition = condition
        self.sqlState = sqlState
        self.words = words
    }

    /// Creates the error of an answer.
    /// - Parameters:
    ///   - message: the server's sentence, which is kept where it cannot hold values.
    ///   - constraint: the name of a constraint that does not hold.
    init(sqlState: String, message: String, constraint: String?) {
        // A search that cannot be read is repeated too (42601 and class 54).
        let isOfValues = ["22", "23", "54", "P0"].contains(sqlState.prefix(2)) || sqlState == "42601"
        let said =
            constraint.map { "the constraint \($0) does not hold" } ?? (isOfValues ? "a value is refused" : message)
        self.init(Self.condition(of: sqlState), sqlState: sqlState, "PostgreSQL \(sqlState), \(said)")
    }

    /// Returns the cause that a code names (PostgreSQL, appendix A).
    static func condition(of sqlState: String) -> Condition {
        switch sqlState {
        case "23505": .unique
        case "25006": .readOnly
        case "53100": .diskFull
        case "40001", "40P01", "55P03": .locked
        case "57014": .outOfTime
        // The server is stopping, crashed, or is not ready yet; it ended a session that was at rest.
        case "57P01", "57P02", "57P03", "57P05": .connectionLost
        default:
            switch sqlState.prefix(2) {
            case "08": .connectionLost
            case "22", "54": .value
            case "23": .constraint
            case "XX": .damaged
            default: .other
            }
        }
    }

    static var connectionLost: PostgresError { PostgresError(.connectionLost, "the connection was lost") }

    static var unconfirmed: PostgresError {
        PostgresError(
            .unconfirmed, "PostgreSQL waits for a standby that does not answer (synchronous_standby_names)")
    }
}

extension StoreFault {
    /// Creates the fault of an error, its kind chosen by what can be done about it.
    init(_ error: PostgresError, doing what: String) {
        let kind: Kind =
            switch error.condition {
            case .unknownOutcome: .unknown
            case .unconfirmed: .unconfirmed
            case .readOnly: .readOnly
            case .diskFull: .full
            case .locked: .locked
            case .damaged: .damaged
            case .value, .unique, .constraint: .refused
            case .connectionLost, .outOfTime, .other: .failed
            }
        self.init(kind, "\(what): \(error.words)")
    }

    /// Returns refusals and faults as they are, and an error of PostgreSQL as a fault.
    static func wrapping(_ error: any Error, doing what: String) -> any Error {
        switch error {
        case let error as PostgresError: StoreFault(error, doing: what)
        case let fault as PostgresFault: StoreFault(.failed, "\(what): \(fault)")
        default: error
        }
    }
}
