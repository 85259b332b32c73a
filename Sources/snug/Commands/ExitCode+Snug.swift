import ArgumentParser

/// Exit codes of the commands (PROTOCOL §6; 74 is `EX_IOERR` of sysexits.h).
extension ExitCode {
    static let databaseUnusable = ExitCode(74)
    /// A broken server, as `snug check` alone reports it.
    static let broken = ExitCode(2)
}
