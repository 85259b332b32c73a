import ArgumentParser

/// Exit codes of the commands (PROTOCOL §6; the numbers are those of sysexits.h).
extension ExitCode {
    static let databaseUnusable = ExitCode(74)
    /// Of `snug check` alone.
    static let broken = ExitCode(2)
}
