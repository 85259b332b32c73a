import Crypto
import Foundation
public import SnugChat

/// The folder beside the database with the account's key, the certificate and the notes between tries.
///
/// Each file is for its owner alone and whole at every moment: written beside its place, to the disk, then moved there.
public struct ACMEFolder: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// The file of the certificate with its chain and its key.
    public var certificateFile: String { "\(path)/certificate.pem" }
    private var accountFile: String { "\(path)/account.pem" }
    private var notesFile: String { "\(path)/notes.json" }
    private var orderFile: String { "\(path)/order.json" }

    /// Returns the certificate; nil where there is none that can be read.
    public func certificate() -> HeldCertificate? {
        text(of: certificateFile).flatMap { try? HeldCertificate(pem: $0) }
    }

    /// Returns the notes of the tries so far; empty ones where there are none.
    public func notes() -> RenewalNotes { json(RenewalNotes.self, notesFile) ?? RenewalNotes() }

    /// Makes sure that there is a certificate to begin with.
    /// - Throws: ``ACMEFault`` where the folder cannot be written.
    public func prepare(for names: [String], at now: Timestamp) throws(ACMEFault) {
        guard certificate() == nil else { return }
        let signing = CertificateSigning(key: P256.Signing.PrivateKey(), names: names)
        let placeholder: HeldCertificate
        do { placeholder = try HeldCertificate(placeholder: signing, at: now) } catch {
            throw ACMEFault(.files, "No certificate can be made for \(names.joined(separator: ", ")): \(error)")
        }
        try keep(placeholder)
    }

    func keep(_ certificate: HeldCertificate) throws(ACMEFault) { try write(certificate.pem, to: certificateFile) }
    func keep(_ notes: RenewalNotes) throws(ACMEFault) { try write(notes, to: notesFile) }
    func keep(_ order: KeptOrder) throws(ACMEFault) { try write(order, to: orderFile) }
    func order() -> KeptOrder? { json(KeptOrder.self, orderFile) }
    func forgetOrder() { try? FileManager.default.removeItem(atPath: orderFile) }

    /// Returns the key of the account, made where there is none.
    func account() throws(ACMEFault) -> AccountKey {
        if let text = text(of: accountFile), let key = try? AccountKey(pem: text) { return key }
        return try newAccount()
    }

    func newAccount() throws(ACMEFault) -> AccountKey {
        let key = AccountKey()
        try write(key.pem, to: accountFile)
        return key
    }

    private func text(of file: String) -> String? {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: file)), bytes.count <= Limits.acmeAnswerBytesMax
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func json<Value: Decodable>(_ type: Value.Type, _ file: String) -> Value? {
        text(of: file).flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
    }

    private func write(_ value: some Encodable, to file: String) throws(ACMEFault) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let text = try? encoder.encode(value) else { throw ACMEFault(.files, "\(file) cannot be written.") }
        try write(String(decoding: text, as: UTF8.self) + "\n", to: file)
    }

    private func write(_ text: String, to file: String) throws(ACMEFault) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try DurableFile.replace(file, with: Array(text.utf8))
        } catch let error as POSIXError {
            throw ACMEFault(
                .files, "\(file) cannot be written: \(unsafe String(cString: strerror(error.code.rawValue))).")
        } catch {
            throw ACMEFault(.files, "\(path) cannot be made.")
        }
    }
}
