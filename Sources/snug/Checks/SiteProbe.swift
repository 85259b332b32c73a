import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SnugChat
import SnugMail

/// A visit to this site by the address that people open, as from a browser: once for `/healthz`, once for a socket.
struct SiteProbe: Sendable {
    let site: String
    /// True to take any certificate: that of a server on this machine, by its address.
    var takesAnyCertificate = false

    enum Outcome: Sendable, Hashable {
        /// Both came through; with the site's certificate where it is https.
        case answers(CertificateValidity?)
        /// Pages come through, handshakes of WebSockets do not.
        case withoutSockets(status: UInt)
        /// Another program answers.
        case stranger(status: UInt)
        /// It is there, with a certificate that has expired.
        case expired(CertificateValidity)
        case unreachable(String)
    }

    /// The response to one request.
    struct Answer: Sendable, Hashable {
        var status: UInt = 0
        var location: String?
        var body: [UInt8] = []
        var certificate: CertificateValidity?
    }

    /// Makes both requests and judges their responses.
    ///
    /// - Parameter timeout: the bound on each of the two.
    func outcome(within timeout: Duration, at now: Date) async -> Outcome {
        do throws(Unreachable) {
            let health = try await ask("/healthz", [:], within: timeout)
            guard health.status == 200, health.body == Array(#"{"status":"ok"}"#.utf8) else {
                return .stranger(status: health.status)
            }
            // Nobody is signed in, so the answer to a handshake that arrives whole is 401 (RFC 6455 §4.2.2).
            let handshake: HTTPHeaders = [
                "upgrade": "websocket", "connection": "upgrade", "sec-websocket-version": "13",
                "sec-websocket-key": "c251Zy1jaGVjay1wcm9iZQ==", "origin": site,
            ]
            let socket = try await ask("/ws", handshake, within: timeout)
            guard socket.status == 401 else { return .withoutSockets(status: socket.status) }
            return .answers(socket.certificate)
        } catch {
            // Whoever is refused by reason of the certificate may look at it all the same.
            if site.hasPrefix("https:"),
                let certificate = try? await ask("/healthz", [:], within: timeout, verifies: false).certificate,
                certificate.until < now
            {
                return .expired(certificate)
            }
            return .unreachable(error.reason)
        }
    }

    /// Returns a sentence on why a server on this machine is not ready; nil where it is.
    static func trouble(of endpoint: Endpoint, isSecure: Bool) async -> String? {
        // Who listens everywhere is reached here, too.
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][endpoint.host] ?? endpoint.host
        let address = Endpoint(host: host, port: endpoint.port).text
        let probe = SiteProbe(site: "http\(isSecure ? "s" : "")://\(address)", takesAnyCertificate: true)
        do throws(Unreachable) {
            let answer = try await probe.ask("/readyz", [:], within: Limits.checkConnectTimeout)
            if answer.status == 200 { return nil }
            // Which part fails is in it.
            let words = String(decoding: answer.body, as: UTF8.self).printable
            return "\(probe.site)/readyz answers \(answer.status): \(words)"
        } catch {
            return "\(probe.site) does not answer: \(error.reason)."
        }
    }

    /// The place that a site without TLS leads to.
    enum Lead: Sendable, Hashable {
        case to(String)
        /// It answers by itself.
        case answer(status: UInt)
        case unreachable(String)
    }

    /// Asks for the first page, and says where that leads.
    func lead(within timeout: Duration) async -> Lead {
        do throws(Unreachable) {
            let answer = try await ask("/", [:], within: timeout)
            return answer.location.map { .to($0) } ?? .answer(status: answer.status)
        } catch {
            return .unreachable(error.reason)
        }
    }

    private struct Unreachable: Error {
        var reason: String
    }

    /// - Parameter verifies: false to take any certificate, for a look at it; nothing secret is sent.
    private func ask(
        _ path: String, _ headers: HTTPHeaders, within timeout: Duration, verifies: Bool = true
    ) async throws(Unreachable) -> Answer {
        guard let url = URLComponents(string: site), let name = url.encodedHost else {
            throw Unreachable(reason: "it is no URL")
        }
        let host = name.trimmingCharacters(in: ["[", "]"])
        let isSecure = url.scheme == "https"
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = eventLoop.makePromise(of: Answer.self)
        do {
            var trust = trust()
            if !verifies { trust.certificateVerification = .none }
            let tls = isSecure ? try NIOSSLContext(configuration: trust) : nil
            let channel = try await ClientBootstrap(group: eventLoop).connectTimeout(TimeAmount(timeout))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        if let tls {
                            let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
                            try pipeline.addHandler(
                                try NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : host))
                        }
                        try pipeline.addHTTPClientHandlers()
                        try pipeline.addHandler(
                            Asker(path: path, host: url.authority, headers: headers, answer: answer))
                    }
                }
                .connect(host: host, port: url.port ?? (isSecure ? 443 : 80)).get()
            let alarm = eventLoop.scheduleTask(in: TimeAmount(timeout)) {
                answer.fail(Unreachable(reason: "it says nothing within \(timeout.components.seconds) seconds"))
            }
            defer {
                alarm.cancel()
                channel.close(promise: nil)
            }
            return try await answer.futureResult.get()
        } catch {
            answer.fail(error)
            throw (error as? Unreachable) ?? Unreachable(reason: NetworkFault.words(for: error))
        }
    }

    /// Returns the authorities to trust: the system's, or those of `SSL_CERT_FILE` (openssl-env(7)).
    ///
    /// The variable is for organisations with an authority of their own.
    private func trust() -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if takesAnyCertificate { configuration.certificateVerification = .none }
        if let file = SettingSources.environment(for: [:])["SSL_CERT_FILE"] { configuration.trustRoots = .file(file) }
        return configuration
    }

    private final class Asker: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart
        typealias OutboundOut = HTTPClientRequestPart

        private let path: String
        private let host: String
        private let headers: HTTPHeaders
        private let answer: EventLoopPromise<Answer>
        private var heard = Answer()

        init(path: String, host: String, headers: HTTPHeaders, answer: EventLoopPromise<Answer>) {
            self.path = path
            self.host = host
            self.headers = headers.contains(name: "connection") ? headers : ["connection": "close"]
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) {
            var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: path, headers: headers)
            head.headers.add(name: "host", value: host)
            context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
            context.fireChannelActive()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch Self.unwrapInboundIn(data) {
            case .head(let head):
                heard.status = head.status.code
                heard.location = head.headers.first(name: "location")
                let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
                heard.certificate = certificate.map { certificate in
                    CertificateValidity(
                        from: Date(timeIntervalSince1970: TimeInterval(certificate.notValidBefore)),
                        until: Date(timeIntervalSince1970: TimeInterval(certificate.notValidAfter)))
                }
            case .body(let part):
                if heard.body.count < 1_024 { heard.body += part.readableBytesView.prefix(1_024) }
            case .end: answer.succeed(heard)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            answer.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            answer.fail(Unreachable(reason: "it hung up"))
        }
    }
}

extension URLComponents {
    /// The host and the port as the header `Host` has them.
    fileprivate var authority: String { (encodedHost ?? "") + (port.map { ":\($0)" } ?? "") }
}
