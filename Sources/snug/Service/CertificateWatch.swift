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
        do {
            if try certificate.reload() {
                logger.notice(
                    "The certificate has been read again", metadata: ["file": "\(certificate.files.certificate)"])
            }
        } catch {
            logger.error("The certificate from before stays: \(error)")
        }
    }
}
