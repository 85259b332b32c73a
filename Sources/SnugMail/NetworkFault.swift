import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import SnugChat

/// The errors of the network and of TLS in words for a person.
public enum NetworkFault {
    private static let unknownName = "its name is not known here"

    /// Returns a clause about the other end, such as "nothing listens there".
    public static func words(for error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            error.connectionErrors.first.map { words(for: $0.error) } ?? unknownName
        case is SocketAddressError: unknownName
        case let error as IOError where error.errnoCode == ECONNREFUSED: "nothing listens there"
        case let error as IOError where error.errnoCode == ECONNRESET: "it hung up"
        case let error as IOError where [EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode): "no way leads there"
        case let error as ChannelError where error.isTimeout: "it says nothing"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "its certificate is for another name"
        case _ where isTLS(error): words(forTLS: "\(error)")
        default: "\(error)"
        }
    }

    static func isTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
    }

    /// Returns the step at which a connection could not be made.
    static func stage(of error: any Error) -> MailFault.Stage {
        if isTLS(error) { return .tls }
        return words(for: error) == unknownName ? .lookup : .connect
    }

    /// Returns a clause about the other end's TLS.
    /// - Parameter text: an error of BoringSSL: `…:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at …`
    static func words(forTLS text: String) -> String {
        let reason = text.firstMatch(of: /OPENSSL_internal:(\w+)/).map { String($0.1) }
        return switch reason {
        case "CERTIFICATE_VERIFY_FAILED": "its certificate is not trusted or has expired"
        case "WRONG_VERSION_NUMBER": "it does not speak TLS there"
        default: "TLS failed: \(reason ?? text)"
        }
    }
}

extension ChannelError {
    fileprivate var isTimeout: Bool {
        if case .connectTimeout = self { true } else { false }
    }
}
