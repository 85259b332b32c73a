import ArgumentParser
import Foundation
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

    /// The address of PostgreSQL that a small file of text holds; nil for any other file, and for none.
    init?(keptIn path: String) {
        guard let bytes = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int,
            (1...Limits.addressFileBytesMax).contains(bytes),
            let text = try? String(contentsOfFile: path, encoding: .utf8),
            let address = PostgresAddress(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return nil }
        self = .postgres(address)
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

    /// Checks that an address can be read, and nothing of a password is taken for the place.
    /// - Throws: `ValidationError`, which repeats none of it
    func checkIsReadable() throws {
        guard case .postgres(let address) = self, !address.isReadable else { return }
        throw ValidationError(PostgresFault(.badConnectionString).description)
    }

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

    /// Checks that everything that is here was not moved elsewhere.
    /// - Parameter settings: those that the database holds.
    /// - Throws: ``DatabaseFault``, ``PostgresFault``: `moved`.
    func checkNotMoved(_ settings: [String: String]) throws {
        guard let place = settings[SettingName.movedTo] else { return }
        switch self {
        case .file(let path): throw DatabaseFault(path: path, reason: .moved(to: place))
        case .postgres(let address): throw PostgresFault(.moved(from: address.description, to: place))
        }
    }

    /// Returns a text for the setting as it may be shown, whatever it is.
    static func shown(_ text: String) -> String {
        DatabaseLocation(text)?.description ?? "\(text.prefix { $0 != ":" })://…"
    }
}
