import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SnugChat

/// The way to an authority over https, each answer bounded in bytes and time.
struct HTTPTransport: ACMETransport {
    private let client: HTTPClient
    private let userAgent: String

    /// - Throws: ``ACMEFault`` for a file of authorities that cannot be read.
    private init(caFile: String?, group: any EventLoopGroup, userAgent: String) throws(ACMEFault) {
        self.userAgent = userAgent
        var tls = TLSConfiguration.makeClientConfiguration()
        if let caFile {
            do { tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(caFile)) } catch {
                throw ACMEFault(.files, "\(caFile) holds no certificates.")
            }
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout.connect = TimeAmount(Limits.acmeConnectTimeout)
        // Tried again later, as a whole.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroup: group, configuration: configuration)
    }

    /// Opens the way for as long as `work` takes.
    static func with<Value: Sendable>(
        caFile: String?, group: any EventLoopGroup, userAgent: String,
        _ work: (HTTPTransport) async throws -> Value
    ) async throws -> Value {
        let transport = try HTTPTransport(caFile: caFile, group: group, userAgent: userAgent)
        do {
            let value = try await work(transport)
            try? await transport.client.shutdown()
            return value
        } catch {
            try? await transport.client.shutdown()
            throw error
        }
    }

    func send(_ request: ACMERequest) async throws -> ACMEResponse {
        // Without TLS anybody on the way could hand out certificates for this server (RFC 8555 §6.1).
        guard request.url.hasPrefix("https://"), request.url.utf8.count <= Limits.acmeWordBytesMax else {
            throw ACMEFault(.answer, "“\(request.url.prefix(Limits.acmeDetailCharactersMax))” is no https URL.")
        }
        // The client's own deadline ends with the answer's head.
        return try await within(Limits.acmeAnswerWithin, ACMEFault(.timeout, "\(request.place) does not answer.")) {
            do { return try await execute(request) } catch let fault as ACMEFault { throw fault } catch {
                try Task.checkCancellation()
                throw ACMEFault(.unreachable, "\(request.place): \(Self.words(for: error)).")
            }
        }
    }

    private func execute(_ request: ACMERequest) async throws -> ACMEResponse {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers = ["user-agent": userAgent, "accept-language": "en"]
        if request.method == .post {
            outgoing.headers.add(name: "content-type", value: "application/jose+json")
            outgoing.body = .bytes(request.body)
        }
        let answer = try await client.execute(outgoing, timeout: TimeAmount(Limits.acmeAnswerWithin))
        let body: ByteBuffer
        do { body = try await answer.body.collect(upTo: Limits.acmeAnswerBytesMax) } catch is NIOTooManyBytesError {
            throw ACMEFault(.answer, "\(request.place) answers with more than \(Limits.acmeAnswerBytesMax) bytes.")
        }
        let headers = answer.headers.map { ($0.name.lowercased(), $0.value) }
        return ACMEResponse(
            status: answer.status.code, headers: Dictionary(headers) { first, _ in first },
            body: Array(body.readableBytesView))
    }

    /// Returns a clause on why an authority cannot be reached.
    private static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError where error.connectionErrors.isEmpty: "its name is not known here"
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? "nothing listens there"
        case let error as IOError where error.errnoCode == ECONNREFUSED: "nothing listens there"
        case let error as IOError where error.errnoCode == ECONNRESET: "it hung up"
        case let error as IOError where [EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode): "no way leads there"
        case let error as BoringSSLError where "\(error)".contains("CERTIFICATE_VERIFY_FAILED"):
            "its certificate is not trusted here, or has expired"
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: "TLS failed (\(error))"
        case let error as HTTPClientError where [.connectTimeout, .deadlineExceeded].contains(error): "it says nothing"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "it hung up"
        default: "\(error)"
        }
    }
}

extension ACMERequest {
    /// The host that the request goes to, as the log names it.
    fileprivate var place: String { String(url.dropFirst("https://".count).prefix { $0 != "/" }) }
}
