import CLibCrypto
import Dispatch
public import SnugChat
import Synchronization

/// scrypt by the system's OpenSSL, so that a distribution's security updates reach it; on threads of its own, at most
/// ``SnugChat/Limits/passwordHashesAtOnce`` at a time.
public final class ScryptHasher: PasswordHasher {
    private static let saltBytes = 16
    private static let hashBytes = 32

    private let random: any Randomness
    private let costs: PHCString.Costs
    private let threads = DispatchQueue(label: "snug.scrypt", qos: .utility, attributes: .concurrent)
    private let slots: Slots
    public let decoy: String

    public convenience init(random: any Randomness) {
        self.init(random: random, costs: .standard)
    }

    init(random: any Randomness, costs: PHCString.Costs) {
        self.random = random
        self.costs = costs
        slots = Slots(count: Limits.passwordHashesAtOnce, waitingMax: Limits.passwordHashesWaitingMax)
        decoy =
            PHCString(
                costs: costs, salt: random.bytes(Self.saltBytes), hash: random.bytes(Self.hashBytes)
            ).description
    }

    public func hash(_ password: String) async throws -> String {
        let salt = random.bytes(Self.saltBytes)
        let hash = try await derive(password, salt: salt, costs: costs, count: Self.hashBytes)
        return PHCString(costs: costs, salt: salt, hash: hash).description
    }

    public func verify(_ password: String, against hash: String) async throws -> Bool {
        // A hash that cannot be read costs as much as one that can.
        guard let kept = PHCString(hash) ?? PHCString(decoy) else { return false }
        let given = try await derive(password, salt: kept.salt, costs: kept.costs, count: kept.hash.count)
        let differs = zip(given, kept.hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return differs == 0 && kept.hash.count == given.count && PHCString(hash) != nil
    }

    private func derive(
        _ password: String,
        salt: [UInt8],
        costs: PHCString.Costs,
        count: Int
    ) async throws -> [UInt8] {
        try await slots.take()
        let result = await withCheckedContinuation { continuation in
            threads.async {
                continuation.resume(returning: Self.scrypt(password, salt: salt, costs: costs, count: count))
            }
        }
        await slots.giveBack()
        guard let result else { throw HashingFault() }
        return result
    }

    /// RFC 7914 §6; nil where OpenSSL refuses (no memory).
    static func scrypt(_ password: String, salt: [UInt8], costs: PHCString.Costs, count: Int) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: count)
        let password = Array(password.utf8)
        // Each pointer is that of an array that outlives the call, with its own length.
        let done = unsafe password.withUnsafeBytes { bytes in
            unsafe EVP_PBE_scrypt(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), password.count,
                salt, salt.count,
                1 << UInt64(costs.logN), UInt64(costs.r), UInt64(costs.p), costs.memoryBytes * 2,
                &key, count)
        }
        return done == 1 ? key : nil
    }
}

/// scrypt could not be computed: there is no memory for it.
struct HashingFault: Error, CustomStringConvertible {
    var description: String { "scrypt failed: not enough memory for hashing a password" }
}

/// A bounded number of places, and a bounded queue for them.
private actor Slots {
    private var free: Int
    private let waitingMax: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int, waitingMax: Int) {
        free = count
        self.waitingMax = waitingMax
    }

    /// - Throws: ``Refusal/busy``
    func take() async throws(Refusal) {
        if free > 0 {
            free -= 1
            return
        }
        guard waiting.count < waitingMax else { throw .busy }
        await withCheckedContinuation { waiting.append($0) }
    }

    func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
