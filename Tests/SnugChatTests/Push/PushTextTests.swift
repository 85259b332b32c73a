import Testing

@testable import SnugChat

@Suite("The words of a push", .timeLimit(.minutes(5))) struct PushTextTests {
    @Test func `end where the title alone is too long`() {
        let title = String(repeating: "x", count: Limits.pushTextBytesMax)
        let json = String(decoding: PushText.test(site: title, in: .english).json, as: UTF8.self)
        #expect(json.contains(title) && json.contains(#""body":"""#))
    }
}
