import SnugChat
import SnugTesting
import Testing

@testable import SnugIdentity

@Suite struct `Password hashes` {
    let cheap = ScryptHasher(random: CountingRandomness(), costs: .init(logN: 4, r: 8, p: 1))

    @Test func `a password verifies exactly, to the last byte and no further`() async throws {
        let password = String(repeating: "x", count: 80)
        let hash = try await cheap.hash(password)
        #expect(try await cheap.verify(password, against: hash))
        for wrong in [String(password.prefix(72)), password + "x", password.uppercased(), ""] {
            #expect(try await !cheap.verify(wrong, against: hash))
        }
    }

    @Test func `two users with one password have different hashes`() async throws {
        let (first, second) = (try await cheap.hash("the same"), try await cheap.hash("the same"))
        #expect(first != second)
    }

    @Test func `the standard costs are those of DESIGN, in PHC form`() async throws {
        let hash = try await ScryptHasher(random: CountingRandomness()).hash("correct horse")
        #expect(hash.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        #expect(try await cheap.verify("correct horse", against: hash))
    }

    /// Computes the second vector of RFC 7914 §12.
    @Test func `it is scrypt as the RFC has it`() async throws {
        let salt = Base64.encode(Array("NaCl".utf8) + [])
        #expect(salt == "TmFDbA")
        let phc = PHCString(
            costs: .init(logN: 10, r: 8, p: 16), salt: Array("NaCl".utf8),
            hash: [
                0xfd, 0xba, 0xbe, 0x1c, 0x9d, 0x34, 0x72, 0x00, 0x78, 0x56, 0xe7, 0x19, 0x0d, 0x01, 0xe9, 0xfe,
                0x7c, 0x6a, 0xd7, 0xcb, 0xc8, 0x23, 0x78, 0x30, 0xe7, 0x73, 0x76, 0x63, 0x4b, 0x37, 0x31, 0x62,
                0x2e, 0xaf, 0x30, 0xd9, 0x2e, 0x22, 0xa3, 0x88, 0x6f, 0xf1, 0x09, 0x27, 0x9d, 0x98, 0x30, 0xda,
                0xc7, 0x27, 0xaf, 0xb9, 0x4a, 0x83, 0xee, 0x6d, 0x83, 0x60, 0xcb, 0xdf, 0xa2, 0xcc, 0x06, 0x40,
            ])
        #expect(ScryptHasher.scrypt("password", salt: phc.salt, costs: phc.costs, count: 64) == phc.hash)
    }

    @Test(arguments: [
        "", "$", "plain", "$scrypt$", "$scrypt$ln=15,r=8,p=3$AAAA$AAAA", "$argon2id$v=19$m=1,t=1,p=1$AAAAAAAAAAA$AAAA",
        "$scrypt$ln=63,r=8,p=3$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=4294967295,p=3$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=15,r=8,p=99999999999$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `what is no hash verifies nothing`(hash: String) async throws {
        #expect(try await !cheap.verify("password", against: hash))
        #expect(try await !cheap.verify("", against: hash))
    }

    @Test func `more than may wait are told that the server is busy`() async throws {
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 {
                group.addTask { [cheap] in
                    do {
                        _ = try await cheap.hash("password")
                        return true
                    } catch {
                        #expect(error as? Refusal == .busy)
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        #expect(outcomes.count == 200)
    }
}
