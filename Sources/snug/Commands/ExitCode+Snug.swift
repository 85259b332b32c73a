import ArgumentParser
import SnugPostgres
import SnugStore

/// Exit codes of the commands (PROTOCOL §6; 74 is `EX_IOERR` and 75 `EX_TEMPFAIL` of sysexits.h).
extension ExitCode {
    static let databaseUnusable = ExitCode(74)
    /// A server that finds a full disk or a file in use: trying again later helps.
    static let temporaryFailure = ExitCode(75)
    /// A broken server, as `snug check` alone reports it.
    static let broken = ExitCode(2)

    /// Creates the exit code of a server whose database cannot be used.
    init(serving fault: DatabaseFault) {
        self = fault.isTemporary ? .temporaryFailure : .databaseUnusable
    }

    /// Creates the exit code of a server whose database in PostgreSQL cannot be used.
    init(serving fault: PostgresFault) {
        self = fault.isTemporary ? .temporaryFailure : .databaseUnusable
    }
}
