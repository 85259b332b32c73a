import SnugChat
import SnugPostgres
import SnugStore

/// The place of everything that a server keeps, as the setting `database` names it: a file, or a database of PostgreSQL.
enum DatabaseLocation: Sendable, Hashable, CustomStringConvertible {
    case file(String)
    case postgres(PostgresAddress)

    /// Nil for a URL of something else: as a path it would make a folder of that name, and an empty database in it.
    init?(_ text: String) {
        if let address = PostgresAddress(text) {
            self = .postgres(address)
        } else if text.contains("://") {
            return nil
        } else {
            self = .file(text)
        }
    }

    /// The path as it is, or the address without anything secret.
    var description: String {
        switch self {
        case .file(let path): path
        case .postgres(let address): address.description
        }
    }

    /// The path of the file; nil where there is none.
    var file: String? { if case .file(let path) = self { path } else { nil } }

    /// True for an address with a password in it.
    var hasPassword: Bool { if case .postgres(let address) = self { address.hasPassword } else { false } }

    /// Returns the place with the file where the password of an address is looked for; nil for libpq's own.
    func reading(passwordFile: String?) -> DatabaseLocation {
        guard case .postgres(var address) = self else { return self }
        address.passwordFile = passwordFile
        return .postgres(address)
    }

    /// Whom it belongs to: the service's user for the service's own; nil for root.
    var owner: ActingUser.Owner? {
        InstalledService.serving(description).flatMap { ActingUser.owner(of: $0.stateDirectory) }
            ?? file.flatMap(ActingUser.owner)
    }

    /// Returns the fault of a store that was open here, in words that name it.
    func fault(of fault: StoreFault) -> any Error & CustomStringConvertible {
        switch self {
        case .file(let path): DatabaseFault(path: path, reason: .store(fault))
        case .postgres: PostgresFault(.store(fault))
        }
    }

    /// Returns a text for the setting as it may be shown, whatever it is.
    static func shown(_ text: String) -> String {
        DatabaseLocation(text)?.description ?? "\(text.prefix { $0 != ":" })://…"
    }
}
