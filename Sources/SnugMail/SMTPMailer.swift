import NIOCore
import NIOPosix
import NIOSSL
public import SnugChat

/// A mailer that hands mails to a relay by SMTP, one connection a mail.
public struct SMTPMailer: Mailer {
    private let settings: SMTPSettings
    private let clock: any WallClock
    private let random: any Randomness
    private let group: any EventLoopGroup

    public init(settings: SMTPSettings, clock: any WallClock, random: any Randomness) {
        self.settings = settings
        self.clock = clock
        self.random = random
        group = MultiThreadedEventLoopGroup.singleton
    }

    /// Hands a mail to the relay, and returns once the relay has accepted it.
    public func deliver(_ mail: Mail) async throws(MailFault) {
        let message = MIMEMessage(mail, from: settings.from, at: clock.now, random: random)
        try await carry(SMTPEnvelope(from: settings.from.address, to: mail.recipient, bytes: message.bytes))
    }

    /// Goes as far as a mail would without sending one: connection, TLS, password, sender.
    public func tryRelay() async throws(MailFault) {
        try await carry(SMTPEnvelope(from: settings.from.address, to: nil, bytes: []))
    }

    private func carry(_ envelope: SMTPEnvelope) async throws(MailFault) {
        do {
            try await send(envelope)
        } catch var fault as MailFault {
            fault.detail = settings.withoutSecrets(fault.detail)
            throw fault
        } catch {
            throw MailFault(
                .transient, at: NetworkFault.stage(of: error),
                "\(settings.host):\(settings.port) cannot be reached: \(NetworkFault.words(for: error))")
        }
    }

    private func send(_ envelope: SMTPEnvelope) async throws {
        let settings = settings
        let tls = settings.tls == .none ? nil : try Self.tlsContext(settings)
        let eventLoop = group.next()
        let outcome = eventLoop.makePromise(of: Void.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: eventLoop)
                .connectTimeout(TimeAmount(settings.connectTimeout))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if settings.tls == .implicit, let tls {
                            try pipeline.addHandler(Self.tlsHandler(tls, host: settings.host))
                        }
                        try pipeline.addHandler(
                            SMTPConnection(envelope, settings: settings, tls: tls, outcome: outcome))
                    }
                }
                .connect(host: settings.host, port: settings.port).get()
        } catch {
            outcome.fail(error)
            throw error
        }
        try await withTaskCancellationHandler {
            try await outcome.futureResult.get()
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private static func tlsContext(_ settings: SMTPSettings) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .fullVerification
        // Older versions are broken (RFC 8996).
        configuration.minimumTLSVersion = .tlsv12
        if let caFile = settings.caFile { configuration.trustRoots = .file(caFile) }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Returns a handler that verifies the name, or for an address the address (RFC 6125; an address is no name for
    /// SNI, RFC 6066 §3).
    static func tlsHandler(_ context: NIOSSLContext, host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}
