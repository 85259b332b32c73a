import CLibCrypto
import Dispatch
public import SnugChat
import Synchronization

/// A hasher by the scrypt of the system's OpenSSL, so that a distribution's security updates reach it.
///
/// It works on threads of its own, one for each hash that is under way.
public final class ScryptHasher: PasswordHasher {
    private static let saltBytes = 16
    private static let hashBytes = 32

    private let random: any Randomness
    private let costs: PHCString.Costs
    private let threads = DispatchQueue(label: "snug.scrypt", qos: .utility, attributes: .concurrent)
    private let slots: Slots
    private let sleep: Sleep
    /// The time that the latest scrypt of the costs of new hashes took on its thread; nil before the first.
    private let scryptTime = Mutex<Duration?>(nil)
    public let decoy: String

    /// A function that waits for a duration; tests hand in one that notes it.
    typealias Sleep = @Sendable (Duration) async throws -> Void

    /// - Parameter atOnce: the most hashes under way, of 32 MB each; the next one waits.
    public convenience init(random: any Randomness, atOnce: Int = Limits.passwordHashesAtOnce) {
        self.init(random: random, costs: .standard, atOnce: atOnce)
    }

    init(
        random: any Randomness,
        costs: PHCString.Costs,
        atOnce: Int = Limits.passwordHashesAtOnce,
        sleep: @escaping Sleep = { try await Task.sleep(for: $0) }
    ) {
        self.random = random
        self.costs = costs
        self.sleep = sleep
        slots = Slots(count: atOnce, waitingMax: Limits.passwordHashesWaitingMax)
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

    public func hash(_ password: String, beside other: String?) async throws -> String {
        guard let other = other.flatMap(PHCString.init), other.costs == costs else { return try await hash(password) }
        let hash = try await derive(password, salt: other.salt, costs: costs, count: Self.hashBytes)
        return PHCString(costs: costs, salt: other.salt, hash: hash).description
    }

    public func first(of hashes: [String], madeOf password: String) async throws -> Int? {
        var made: (salt: [UInt8], hash: [UInt8])?
        for (index, kept) in hashes.map(PHCString.init).enumerated() {
            guard let kept, kept.costs == costs else { continue }
            if made?.salt != kept.salt {
                made = (kept.salt, try await derive(password, salt: kept.salt, costs: costs, count: kept.hash.count))
            }
            if let made, Self.areEqual(made.hash, kept.hash) { return index }
        }
        return nil
    }

    public func verify(_ password: String, against hash: String) async throws -> Bool {
        switch StoredPasswordHash(hash) {
        case .scrypt(let kept):
            return try await isMade(of: password, kept)
        case .scryptOfSHA256(let kept):
            return try await isMade(of: StoredPasswordHash.sha256(password), kept)
        case .bcrypt(let kept):
            let (given, time) = try await work { Bcrypt.hash(password, like: kept) }
            try await waitAsScrypt(after: time, with: password)
            return given.map { Self.areEqual(Array($0.utf8), Array(kept.utf8)) } ?? false
        case nil:
            try await spend(on: password)
            return false
        }
    }

    public func isOutdated(_ hash: String) -> Bool {
        guard case .scrypt = StoredPasswordHash(hash) else { return true }
        return false
    }

    public func adopt(_ foreign: String) async throws -> String? {
        if StoredPasswordHash.isSHA256(foreign) {
            let salt = random.bytes(Self.saltBytes)
            let hash = try await derive(foreign.lowercased(), salt: salt, costs: costs, count: Self.hashBytes)
            return StoredPasswordHash.wrapped(PHCString(costs: costs, salt: salt, hash: hash))
        }
        return Bcrypt.isHash(foreign) ? foreign : nil
    }

    public func canAdopt(_ foreign: String) -> Bool { StoredPasswordHash.isSHA256(foreign) || Bcrypt.isHash(foreign) }

    /// Spends the time of any other verification.
    private func spend(on password: String) async throws {
        if let decoy = PHCString(decoy) { _ = try await isMade(of: password, decoy) }
    }

    /// Waits until a scrypt would have been done, too: the haste of a cheaper hash would tell that there is an account.
    ///
    /// Waiting, unlike working, takes no slot from others and lasts as long on one core as on many.
    /// - Parameter time: the time that the cheaper hash took.
    private func waitAsScrypt(after time: Duration, with password: String) async throws {
        guard let usual = scryptTime.withLock(\.self) else { return try await spend(on: password) }
        if time < usual { try await sleep(usual - time) }
    }

    private func isMade(of password: String, _ kept: PHCString) async throws -> Bool {
        let given = try await derive(password, salt: kept.salt, costs: kept.costs, count: kept.hash.count)
        return Self.areEqual(given, kept.hash)
    }

    /// Returns true if both are equal, in the same time wherever they differ.
    private static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func derive(
        _ password: String,
        salt: [UInt8],
        costs: PHCString.Costs,
        count: Int
    ) async throws -> [UInt8] {
        let (result, time) = try await work { Self.scrypt(password, salt: salt, costs: costs, count: count) }
        guard let result else { throw HashingFault() }
        if costs == self.costs { scryptTime.withLock { $0 = time } }
        return result
    }

    /// Computes on a thread of its own, once there is a slot for it.
    /// - Returns: the result, and the time that it took on the thread.
    /// - Throws: ``Refusal/busy``
    private func work<Value: Sendable>(
        _ compute: @escaping @Sendable () -> Value
    ) async throws -> (result: Value, time: Duration) {
        try await slots.take()
        let result = await withCheckedContinuation { continuation in
            threads.async {
                let clock = ContinuousClock()
                let began = clock.now
                let value = compute()
                continuation.resume(returning: (value, began.duration(to: clock.now)))
            }
        }
        await slots.giveBack()
        return result
    }

    /// Returns the key of RFC 7914 §6, or nil where OpenSSL refuses (no memory).
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

/// The fault of scrypt where there is no memory for it.
struct HashingFault: Error, CustomStringConvertible {
    var description: String { "scrypt failed: not enough memory for hashing a password" }
}

/// A bounded number of slots, and a bounded queue for them.
private actor Slots {
    private var free: Int
    private let waitingMax: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(count: Int, waitingMax: Int) {
        free = count
        self.waitingMax = waitingMax
    }

    /// Takes a slot, at once or after those who wait already.
    /// - Throws: ``Refusal/busy`` where the queue is full.
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
