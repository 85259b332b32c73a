import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// A push service on loopback that answers by its script.
final class PushService: Sendable {
    /// A request that was made.
    struct Request: Sendable {
        var head: HTTPRequestHead
        var body: [UInt8]
    }

    /// The way in which requests to a path are answered.
    enum Script: Sendable {
        case answer(Int, [String: String] = [:], String = "")
        /// No answer at all.
        case hang
        /// A head, then nothing.
        case headAlone
        /// A body without end, as fast as it is taken.
        case endless(Int)
        case hangUp
    }

    let port: Int
    private let channel: any Channel
    private let state = Mutex(State())
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private struct State {
        var requests: [Request] = []
        var connections = 0
    }

    /// Starts a service.
    /// - Parameter identity: a certificate and its key, for https
    init(identity: Identity? = nil, _ script: @escaping @Sendable (String) -> Script) async throws {
        let tls = try identity.map { try NIOSSLContext(configuration: $0.server) }
        let service = Unowned()
        channel = try await ServerBootstrap(group: Self.group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Handler(service, script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        service.value.withLock { $0 = self }
    }

    func stop() async { try? await channel.close() }

    /// The requests so far.
    var requests: [Request] { state.withLock(\.requests) }
    /// The connections so far.
    var connections: Int { state.withLock(\.connections) }

    private func note(_ request: Request) { state.withLock { $0.requests.append(request) } }

    /// The service, for handlers that are made before it is.
    private final class Unowned: Sendable {
        let value = Mutex<PushService?>(nil)
        var service: PushService? { value.withLock(\.self) }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let owner: Unowned
        private let script: @Sendable (String) -> Script
        private var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        private var body: [UInt8] = []
        private var isEndless = false

        init(_ owner: Unowned, _ script: @escaping @Sendable (String) -> Script) {
            self.owner = owner
            self.script = script
        }

        func channelActive(context: ChannelHandlerContext) {
            owner.service?.state.withLock { $0.connections += 1 }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch Self.unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let part): body += part.readableBytesView
            case .end:
                owner.service?.note(Request(head: head, body: body))
                answer(script(head.uri), context)
            }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) { pour(context) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func answer(_ script: Script, _ context: ChannelHandlerContext) {
            switch script {
            case .hang: break
            case .hangUp: context.close(promise: nil)
            case .headAlone: begin(201, ["content-length": "10"], context)
            case .endless(let status):
                begin(status, ["transfer-encoding": "chunked"], context)
                isEndless = true
                pour(context)
            case .answer(let status, let headers, let text):
                begin(status, headers.merging(["content-length": "\(text.utf8.count)"]) { own, _ in own }, context)
                context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
                context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
            }
        }

        private func begin(_ status: Int, _ headers: [String: String], _ context: ChannelHandlerContext) {
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                headers: HTTPHeaders(headers.map { ($0.key, $0.value) }))
            context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
        }

        /// Writes one piece each turn of the loop, which others share.
        private func pour(_ context: ChannelHandlerContext) {
            guard isEndless, context.channel.isActive, context.channel.isWritable else { return }
            let piece = ByteBuffer(repeating: UInt8(ascii: "a"), count: 4_096)
            context.writeAndFlush(Self.wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil)
            context.eventLoop.assumeIsolated().execute { [self] in pour(context) }
        }
    }
}

/// A certificate for one name, which it signs itself, and its key.
struct Identity: Sendable {
    let certificate: NIOSSLCertificate
    private let key: NIOSSLPrivateKey

    init(for name: String) throws {
        let secret = P256.Signing.PrivateKey()
        let (signer, subject) = (Certificate.PrivateKey(secret), try DistinguishedName { CommonName(name) })
        let signed = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
            notValidBefore: Date(timeIntervalSince1970: 0), notValidAfter: Date(timeIntervalSince1970: 4_000_000_000),
            issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions { SubjectAlternativeNames([.dnsName(name)]) },
            issuerPrivateKey: signer)
        var serializer = DER.Serializer()
        try serializer.serialize(signed)
        certificate = try NIOSSLCertificate(bytes: serializer.serializedBytes, format: .der)
        key = try NIOSSLPrivateKey(bytes: Array(secret.pemRepresentation.utf8), format: .pem)
    }

    var server: TLSConfiguration {
        .makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
    }
    var trust: NIOSSLTrustRoots { .certificates([certificate]) }
}
