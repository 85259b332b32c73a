import ArgumentParser
import Foundation
import SnugACME
import SnugServer

extension SettingSources {
    /// The certificate that the server gets by itself; nil where `tls-acme` names none.
    ///
    /// - Throws: `ValidationError`, also where there is a certificate of somebody else's, too.
    var acme: ACMESettings? {
        get throws {
            guard let names = try value(Settings.tlsACME) else { return nil }
            guard try value(Settings.tlsCertificate) == nil, try value(Settings.tlsKey) == nil else {
                throw ValidationError(
                    "--tls-acme gets a certificate, and --tls-certificate names one: give one of them.")
            }
            return ACMESettings(
                names: names, directory: try require(Settings.tlsACMEDirectory),
                caFile: try value(Settings.tlsACMECAFile), folder: "\(try dataFolder)/acme")
        }
    }
}

extension TLSCertificate.Files {
    /// The one file in which a certificate and its key come.
    init(acme settings: ACMESettings) {
        let file = ACMEFolder(settings.folder).certificateFile
        self.init(certificate: file, key: file)
    }
}
