import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugIdentity

@Suite("Password hashes from elsewhere") struct ForeignHashTests {
    private let hasher = ScryptHasher(random: CountingRandomness(), costs: .init(logN: 4, r: 8, p: 1))

    @Test func `a bare SHA-256 is kept as scrypt of it, and its password still serves`() async throws {
        let digits = StoredPasswordHash.sha256("Grandma knits 7")
        let kept = try #require(try await hasher.adopt(digits.uppercased()))
        #expect(!kept.contains(digits) && kept.hasPrefix("$sha256$scrypt$"))
        #expect(try await hasher.verify("Grandma knits 7", against: kept))
        for wrong in ["Grandma knits 8", digits, digits.uppercased(), ""] {
            #expect(try await !hasher.verify(wrong, against: kept))
        }
        #expect(hasher.isOutdated(kept))
    }

    @Test func `SHA-256 is that of FIPS 180-4`() {
        #expect(StoredPasswordHash.sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [
        ("$2b$06$abcdefghijklmnopqrstuu/AveT/Mnw6HCs5zpBVB4sSCcroHgUOq", true),
        ("$2y$04$abcdefghijklmnopqrstuuWs1tXkQIDKdipB7lSXrSwq6T9JYy.US", true),
        ("$2b$06$abcdefghijklmnopqrstuu/AveT/Mnw6HCs5zpBVB4sSCcroHgUOr", false),
    ])
    func `bcrypt is kept as it is`(hash: String, isRight: Bool) async throws {
        #expect(try await hasher.adopt(hash) == hash)
        #expect(try await hasher.verify("Grandma knits 7", against: hash) == isRight)
        #expect(try await !hasher.verify("Grandma knits 8", against: hash))
        #expect(try await !hasher.verify("Grandma knits 7\0", against: hash))
        #expect(hasher.isOutdated(hash))
    }

    @Test(arguments: [
        "", "!", "secret", "5f4dcc3b5aa765d61d8327deb882cf99",
        "$2b$31$abcdefghijklmnopqrstuu/AveT/Mnw6HCs5zpBVB4sSCcroHgUOq",
        "$2b$06$abc", "$2x$06$abcdefghijklmnopqrstuu/AveT/Mnw6HCs5zpBVB4sSCcroHgUOq",
        "$2b$06$abcdefghijklmnopqrstuu/AveT/Mnw6HCs5zpBVB4sSCcroHgUO ", "$6$salt$hash",
        "$scrypt$ln=4,r=8,p=1$AAAA$AAAA",
    ])
    func `nothing else is taken, and no password belongs to it`(text: String) async throws {
        #expect(try await hasher.adopt(text) == nil)
        #expect(!hasher.canAdopt(text))
        #expect(try await !hasher.verify(text, against: text))
    }

    @Test func `our own hashes are not outdated`() async throws {
        let own = try await hasher.hash("Grandma knits 7")
        #expect(!hasher.isOutdated(own))
        #expect(try await hasher.verify("Grandma knits 7", against: own))
    }
}

@Suite("The time of password hashes from elsewhere") struct ForeignHashTimeTests {
    private static let bcrypt = "$2y$04$abcdefghijklmnopqrstuuWs1tXkQIDKdipB7lSXrSwq6T9JYy.US"

    @Test func `a cheaper hash waits for as long as one of our own takes`() async throws {
        let pauses = Mutex<[Duration]>([])
        let hasher = ScryptHasher(random: CountingRandomness(), costs: .init(logN: 14, r: 8, p: 2)) { pause in
            pauses.withLock { $0.append(pause) }
        }
        let began = ContinuousClock.now
        #expect(try await !hasher.verify("Grandma knits 7", against: hasher.decoy))
        let most = began.duration(to: .now)
        for password in ["Grandma knits 7", "Grandma knits 8"] {
            _ = try await hasher.verify(password, against: Self.bcrypt)
        }
        let waited = pauses.withLock(\.self)
        #expect(waited.count == 2 && waited.allSatisfy { $0 > .zero && $0 < most }, "\(waited), at most \(most)")
    }

    @Test func `a sign-in takes one slot, whatever its hash`() async throws {
        let hasher = ScryptHasher(random: CountingRandomness(), costs: .init(logN: 4, r: 8, p: 1))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<(Limits.passwordHashesAtOnce + Limits.passwordHashesWaitingMax) {
                group.addTask { try await hasher.verify("Grandma knits 7", against: Self.bcrypt) }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test(arguments: [("12", true), ("13", false), ("14", false)])
    func `bcrypt that takes longer than our own hashes is not taken`(cost: String, isTaken: Bool) {
        let hash = "$2b$\(cost)$abcdefghijklmnopqrstuu/AveT/Mnw6HCs5zpBVB4sSCcroHgUOq"
        #expect(ScryptHasher(random: CountingRandomness()).canAdopt(hash) == isTaken)
    }
}
