public import FoundationEssentials
import NIOCore
import NIOSSL
import SnugChat
import Synchronization

/// The certificate that this server shows, read again where its files have changed.
///
/// Connections that are there keep the one they began with.
public final class TLSCertificate: Sendable {
    /// The two files, PEM: the certificate with its chain, and its key.
    public struct Files: Sendable, Hashable {
        public var certificate: String
        public var key: String

        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// The fault of a pair of files that is of no use, in words that name the file.
    public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    private struct Pair: Sendable, Hashable {
        var certificate: Data
        var key: Data
    }

    private struct State {
        var context: NIOSSLContext
        /// The pair that was read last, good or bad.
        var seen: Pair
    }

    public let files: Files
    private let state: Mutex<State>

    /// Reads the certificate and its key.
    /// - Throws: ``Fault``
    public init(_ files: Files) throws(Fault) {
        self.files = files
        let pair = try Self.read(files)
        state = Mutex(State(context: try Self.context(of: pair, files), seen: pair))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    /// Takes the files' new content, if there is any.
    ///
    /// A pair that is of no use leaves the one before in place.
    /// - Returns: true if there is a new certificate.
    /// - Throws: ``Fault``, once for each bad pair.
    public func reload() throws(Fault) -> Bool {
        let pair = try Self.read(files)
        let isNew = state.withLock { state in
            defer { state.seen = pair }
            return state.seen != pair
        }
        guard isNew else { return false }
        let context = try Self.context(of: pair, files)
        state.withLock { $0.context = context }
        return true
    }

    /// Returns the beginning and the end of the validity of a file's first certificate, and the names in it.
    /// - Throws: ``Fault``, also where the key does not belong to the certificate.
    public static func look(at files: Files) throws(Fault) -> (from: Date, until: Date, names: [String]) {
        let pair = try read(files)
        _ = try context(of: pair, files)
        guard let leaf = try? NIOSSLCertificate.fromPEMBytes(Array(pair.certificate)).first else {
            throw Fault(description: "\(files.certificate) holds no certificate")
        }
        return (
            Date(timeIntervalSince1970: TimeInterval(leaf.notValidBefore)),
            Date(timeIntervalSince1970: TimeInterval(leaf.notValidAfter)),
            leaf._subjectAlternativeNames().compactMap(Self.text)
        )
    }

    /// Returns a host's name or its address (RFC 5280 §4.2.1.6).
    private static func text(of name: _SubjectAlternativeName) -> String? {
        switch name.nameType {
        case .dnsName: String(decoding: name.contents, as: UTF8.self)
        case .ipAddress: try? SocketAddress(packedIPAddress: ByteBuffer(bytes: name.contents), port: 0).ipAddress
        default: nil
        }
    }

    private static func read(_ files: Files) throws(Fault) -> Pair {
        Pair(certificate: try read(files.certificate), key: try read(files.key))
    }

    private static func read(_ path: String) throws(Fault) -> Data {
        guard let content = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw Fault(description: "\(path) cannot be read")
        }
        guard !content.isEmpty, content.count <= Limits.certificateBytesMax
        else { throw Fault(description: "\(path) is no PEM file") }
        return content
    }

    private static func context(of pair: Pair, _ files: Files) throws(Fault) -> NIOSSLContext {
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMBytes(Array(pair.certificate)) } catch {
            throw Fault(description: "\(files.certificate) holds no certificate in PEM")
        }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(bytes: Array(pair.key), format: .pem) } catch {
            throw Fault(description: "\(files.key) holds no private key in PEM without a passphrase")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        // Older versions are broken (RFC 8996).
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do { return try NIOSSLContext(configuration: configuration) } catch {
            throw Fault(description: "\(files.key) is not the key of \(files.certificate)")
        }
    }
}
