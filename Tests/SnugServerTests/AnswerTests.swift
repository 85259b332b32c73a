import NIOCore
import SnugChat
import Testing

@testable import SnugServer

@Suite struct AnswerTests {
    @Test func `each reader has so many long answers at once, and a place again when one is over`() throws {
        let quota = AnswerQuota(perUser: 2, perNetwork: 1)
        let ada = AnswerQuota.Reader.user(User.ID(1))
        var places = [try quota.take(ada), try quota.take(ada)]
        #expect(throws: Refusal.busy) { try quota.take(ada) }
        let ben = try quota.take(.user(User.ID(2)))
        let outside = try quota.take(.network("192.0.2.1"))
        #expect(throws: Refusal.busy) { try quota.take(.network("192.0.2.1")) }
        places.removeLast()
        places.append(try quota.take(ada))
        #expect(throws: Refusal.busy) { try quota.take(ada) }
        withExtendedLifetime((places, ben, outside)) {}
    }
}
