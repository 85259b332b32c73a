import Logging
import ServiceLifecycle
import SnugChat
import SnugServer

/// The watch on the certificate's files, which takes up a renewed one.
///
/// It looks every ``Limits/certificateLookEvery`` and on SIGHUP.
struct CertificateWatch: Service {
    let certificate: TLSCertificate
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Limits.certificateLookEvery)
                look()
            }
        }
    }

    func look() {
        guard take() else { return }
        logger.notice("The certificate has been read again", metadata: ["file": "\(certificate.files.certificate)"])
    }

    /// Takes another certificate up, if there is one; of one that is of no use the log tells.
    /// - Returns: true if there was one.
    @discardableResult
    func take() -> Bool {
        do { return try certificate.reload() } catch {
            logger.error("The certificate from before stays: \(error)")
            return false
        }
    }
}
