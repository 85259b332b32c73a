import SnugTesting
import Testing

@testable import SnugChat

@Suite("A page of a list") struct PageTests {
    private func page(_ count: Int, limit: Int, max: Int = 10) -> Page<Int> {
        Page(limit: limit, max: max) { Array((0..<count).prefix($0)) }
    }

    @Test func `there is more where one item more than fits was found`() {
        #expect(page(4, limit: 3).items == [0, 1, 2])
        #expect(page(4, limit: 3).hasMore)
        #expect(!page(3, limit: 3).hasMore)
        #expect(!page(0, limit: 3).hasMore)
    }

    @Test func `it holds at least one item and at most what the bound allows`() {
        #expect(page(20, limit: 0).items == [0])
        #expect(page(20, limit: -5).items == [0])
        #expect(page(20, limit: .max).items.count == 10)
    }

    @Test func `the directory says whether more people follow`() async throws {
        let world = try await World()
        let first = try await world.chat.users(matching: nil, after: nil, limit: 2, for: world.ben)
        #expect(first.items.map(\.name) == ["Ada", "Ben"])
        #expect(first.hasMore)
        let rest = try await world.chat.users(matching: nil, after: first.items[1].id, limit: 2, for: world.ben)
        #expect(rest.items.map(\.name) == ["Cleo"])
        #expect(!rest.hasMore)
    }
}
