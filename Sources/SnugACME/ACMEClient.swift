import FoundationEssentials
import SnugChat

/// A conversation with an authority: signed requests, each with a nonce of its own (RFC 8555 §6).
struct ACMEClient {
    private let transport: any ACMETransport
    private let key: AccountKey
    let directory: ACMEDirectory
    private var account: String?
    private var nonce: String?

    /// Reads the directory, and makes or finds the account of the key.
    /// - Throws: ``ACMEFault``; `CancellationError`
    init(directory url: String, key: AccountKey, over transport: any ACMETransport) async throws {
        self.transport = transport
        self.key = key
        let answer = try await transport.send(ACMERequest(method: .get, url: url))
        directory = try Self.accepted(answer).json(ACMEDirectory.self)
        let made = try await post(ACMENewAccount(), to: directory.newAccount)
        account = try made.place
    }

    /// Asks for an order, and returns its URL with it.
    mutating func order(_ names: [String]) async throws -> (url: String, order: ACMEOrder) {
        let wanted = ACMENewOrder(identifiers: names.map { ACMEIdentifier(value: $0) })
        let answer = try await post(wanted, to: directory.newOrder)
        return (try answer.place, try answer.json(ACMEOrder.self))
    }

    /// Fetches something as JSON, with the pause that the authority asks for before the next look.
    mutating func look<Value: Decodable>(at url: String, _ type: Value.Type) async throws -> (Value, Duration?) {
        let answer = try await send([], to: url)
        return (try answer.json(type), answer.retryAfterSeconds.map { .seconds($0) })
    }

    /// Fetches a chain of certificates in PEM (RFC 8555 §7.4.2).
    mutating func chain(at url: String) async throws -> String {
        let answer = try await send([], to: url)
        guard answer.mediaType == "application/pem-certificate-chain" else {
            throw ACMEFault(.answer, "The certificate is sent as “\(answer.mediaType ?? "nothing")”.")
        }
        return String(decoding: answer.body, as: UTF8.self)
    }

    @discardableResult
    mutating func post(_ payload: some Encodable, to url: String) async throws -> ACMEResponse {
        try await send(Array(try JSONEncoder().encode(payload)), to: url)
    }

    /// Sends a signed request, anew for as long as its nonce is refused.
    private mutating func send(_ payload: [UInt8], to url: String) async throws -> ACMEResponse {
        for tries in 1... {
            let request = try SignedRequest(
                payload, to: url, nonce: try await takeNonce(), by: key, account: account)
            let answer = try await transport.send(ACMERequest(method: .post, url: url, body: try request.bytes))
            nonce = answer.nonce
            do { return try Self.accepted(answer) } catch {
                guard error.isBadNonce, tries < Limits.acmeNoncesMax else { throw error }
            }
        }
        throw ACMEFault(.answer, "No nonce is accepted.")
    }

    private mutating func takeNonce() async throws -> String {
        if let nonce = nonce.take() { return nonce }
        let answer = try await transport.send(ACMERequest(method: .head, url: directory.newNonce))
        guard let nonce = try Self.accepted(answer).nonce else { throw ACMEFault(.answer, "There is no nonce.") }
        return nonce
    }

    /// Returns an answer that is no problem.
    private static func accepted(_ answer: ACMEResponse) throws(ACMEFault) -> ACMEResponse {
        if (200..<300).contains(answer.status) { return answer }
        guard answer.mediaType == "application/problem+json", let problem = try? answer.decode(ACMEProblem.self) else {
            throw ACMEFault(
                type: ACMEFault.Own.answer.rawValue, detail: "The answer is \(answer.status).",
                retryAfterSeconds: answer.retryAfterSeconds)
        }
        throw ACMEFault(problem, retryAfter: answer.retryAfterSeconds)
    }
}

extension ACMEResponse {
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }

    /// Returns the body as what it must be.
    func json<Value: Decodable>(_ type: Value.Type) throws(ACMEFault) -> Value {
        guard mediaType == "application/json", let value = try? decode(type) else {
            throw ACMEFault(.answer, "An answer is not the JSON that RFC 8555 has there.")
        }
        return value
    }

    /// The nonce for the next request; nil where there is none that can be one (RFC 8555 §6.5.1).
    var nonce: String? { self["replay-nonce"].flatMap { ChallengeAnswers.isToken($0) ? $0 : nil } }

    /// The URL of what was made.
    var place: String {
        get throws(ACMEFault) {
            guard let place = self["location"] else { throw ACMEFault(.answer, "What was made has no URL.") }
            return place
        }
    }

    /// The seconds to wait, where they are a number (RFC 9110 §10.2.3); authorities send no dates.
    var retryAfterSeconds: Int64? {
        self["retry-after"].flatMap { Int64($0) }.map {
            min(max(0, $0), Limits.acmeRetryAfterMax.components.seconds)
        }
    }
}
