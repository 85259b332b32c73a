import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import SnugChat

/// The parts of a request that handlers read, each with its refusal.
extension Request {
    /// Returns the JSON body.
    /// - Parameters:
    ///   - bytesMax: the most bytes that it may have.
    ///   - anyType: true for the original app, which sends its JSON as `text/plain`.
    ///
    /// A head that settles it is refused before any of the body is awaited.
    /// - Throws: 413, 415, 400 `malformed_json`, or 422 with the field's name.
    func decode<Body: Decodable>(
        _ type: Body.Type,
        bytesMax: Int = Limits.jsonBodyBytesMax,
        anyType: Bool = false
    ) async throws -> Body {
        if !anyType { try checkIsJSON() }
        return try StrictJSON.decode(Body.self, from: try await bytes(max: bytesMax))
    }

    /// Returns the JSON body; nil where there is none.
    /// - Throws: as ``decode(_:bytesMax:anyType:)``
    func decodeIfPresent<Body: Decodable>(_ type: Body.Type) async throws -> Body? {
        try checkIsJSON()
        let bytes = try await bytes(max: Limits.jsonBodyBytesMax)
        return bytes.isEmpty ? nil : try StrictJSON.decode(Body.self, from: bytes)
    }

    /// Refuses a body that says it is something else.
    private func checkIsJSON() throws {
        guard let contentType = headers[.contentType] else { return }
        guard contentType.prefix(while: { $0 != ";" }).trimmed.lowercased() == "application/json" else {
            throw ProblemError(.wrongType)
        }
    }

    /// Refuses a body that is compressed.
    func checkIsPlain() throws(ProblemError) {
        guard let coding = headers[.contentEncoding] else { return }
        guard ["", "identity"].contains(coding.lowercased()) else { throw ProblemError(.wrongCoding) }
    }

    /// Refuses a file inside of a form.
    func checkIsNoForm() throws(ProblemError) {
        let type = (headers[.contentType] ?? "").prefix { $0 != ";" }.trimmed.lowercased()
        if type == "multipart/form-data" { throw ProblemError(.fileInForm) }
    }

    /// Returns the body as it is.
    ///
    /// A head that settles it is refused before any of the body is awaited.
    /// - Throws: 413, 415
    func bytes(max bytesMax: Int) async throws -> [UInt8] {
        try checkIsPlain()
        let length = headers[.contentLength].flatMap { UInt64($0) }
        if let length, length > bytesMax { throw ProblemError(.tooLarge(bytesMax)) }
        do {
            return Array(buffer: try await body.collect(upTo: bytesMax))
        } catch is NIOTooManyBytesError {
            throw ProblemError(.tooLarge(bytesMax))
        }
    }

    /// Returns a whole number from the query.
    /// - Throws: 422 where it is not one.
    func number(_ name: String) throws -> Int64? {
        guard let text = try value(name) else { return nil }
        guard let number = Int64(text) else { throw Refusal.invalid(name, "\(name) is not a whole number.") }
        return number
    }

    /// Returns ids with commas between them from the query; nil where it does not name any.
    /// - Throws: 422 where one is none.
    func ids(_ name: String) throws -> [Int64]? {
        try value(name)?.split(separator: ",").map { part in
            guard let id = Int64(part), id > 0 else {
                throw Refusal.invalid(name, "\(name) are whole numbers with commas between them.")
            }
            return id
        }
    }

    func limit(default standard: Int, max: Int) throws -> Int {
        guard let limit = try number("limit") else { return standard }
        guard limit >= 1 else { throw Refusal.invalid("limit", "limit is at least 1.") }
        return Int(min(limit, Int64(max)))
    }

    /// Returns a text from the query.
    /// - Throws: 422 where it has more than `bytesMax` bytes, or U+0000.
    func text(_ name: String, bytesMax: Int = Limits.queryTextBytesMax) throws -> String? {
        guard let text = try value(name) else { return nil }
        guard text.utf8.count <= bytesMax else {
            throw Refusal.invalid(name, "\(name) has at most \(bytesMax) bytes.")
        }
        guard !text.utf8.contains(0) else { throw Refusal.invalid(name, "\(name) holds a character that is none.") }
        return text
    }

    /// Returns one of several words from the query.
    /// - Throws: 422 where it is another.
    func choice<Word: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> Word? {
        guard let text = try text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw Refusal.invalid(
                name, "\(name) is one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return word
    }

    /// Returns a value from the query, its form encoding undone (URL Standard §5.1): of several, the first.
    ///
    /// Most clients write a space there as "+".
    /// - Throws: 422 where it is no UTF-8.
    private func value(_ name: String) throws(Refusal) -> String? {
        guard let query = uri.query else { return nil }
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts[0].elementsEqual(name.utf8) else { continue }
            let encoded = parts.dropFirst().first?.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
            guard let value = String(percentDecoding: encoded ?? []) else {
                throw .invalid(name, "\(name) is not encoded as UTF-8.")
            }
            return value
        }
        return nil
    }
}

extension SnugContext {
    /// Returns text from the path, its percent-encoding undone; nil where that is no UTF-8, or holds a NUL: nothing is
    /// called so, and PostgreSQL takes none to look for.
    func text(_ name: String) -> String? {
        guard let text = parameters.get(name).flatMap({ String(percentDecoding: $0.utf8) }) else { return nil }
        return text.utf8.contains(0) ? nil : text
    }

    /// Returns an id from the path.
    /// - Throws: ``Refusal/notFound(_:)`` where it is not one, as it names nothing then.
    func id<Noun>(_ name: String, _ thing: Refusal.Thing) throws -> Identifier<Noun> {
        guard let text = parameters.get(name), let id = Int64(text), id > 0 else { throw Refusal.notFound(thing) }
        return Identifier(id)
    }
}

extension String {
    /// Creates text from its percent-encoding (RFC 3986 §2.1); nil where that is none, or no UTF-8.
    fileprivate init?(percentDecoding encoded: some Sequence<UInt8>) {
        var bytes: [UInt8] = []
        var rest = Array(encoded)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        self.init(validating: bytes, as: UTF8.self)
    }
}
