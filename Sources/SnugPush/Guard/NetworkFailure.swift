import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// The errors of the network and of TLS, as a push that failed tells of them.
enum NetworkFailure {
    /// Returns true if no byte of the request has left: it can go to another address.
    static func isBeforeSending(_ error: any Error) -> Bool {
        switch error {
        case let error as IOError: [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT].contains(error.errnoCode)
        case let error as HTTPClientError: error == .connectTimeout
        case is NIOConnectionError: true
        default: false
        }
    }

    /// Returns a clause about the other end, such as "nothing listens there".
    static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? "no way leads there"
        case let error as IOError where error.errnoCode == ECONNREFUSED: "nothing listens there"
        case let error as IOError where error.errnoCode == ECONNRESET: "it hung up"
        case let error as IOError where [EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode): "no way leads there"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "its certificate is for another name"
        // BoringSSL's own word, however deep in another error.
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
                ? "its certificate is not trusted here, or has expired" : "TLS failed (\(error))"
        case let error as HTTPClientError where [.connectTimeout, .deadlineExceeded].contains(error): "it says nothing"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "it hung up"
        default: "\(error)"
        }
    }
}
