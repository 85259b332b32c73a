import SnugChat
import Testing

@Suite("Domain names") struct DomainNameTests {
    /// Spellings, each with its ASCII form: the samples of RFC 3492 §7.1 (A, B, D, G, I, L) as labels, and cases of
    /// UTS 46 and the URL standard.
    @Test(arguments: [
        ("ليهمابتكلموشعربي؟", "xn--egbpdaj6bu4bxfgehfvwxn"),
        ("他们为什么不说中文.example", "xn--ihqwcrb4cv8a8dqg056pqjye.example"),
        ("Pročprostěnemluvíčesky", "xn--proprostnemluvesky-uyb24dma41a"),
        ("なぜみんな日本語を話してくれないのか", "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"),
        ("почемужеонинеговорятпорусски", "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"),
        ("3年B組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("bu\u{308}cher.EXAMPLE", "xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("ｅｘａｍｐｌｅ.org", "example.org"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("a\u{AD}b.de", "ab.de"),
        ("\u{212A}ettle.de", "kettle.de"),
        ("Chat.Example.ORG", "chat.example.org"),
        ("localhost", "localhost"),
        ("192.168.1.10", "192.168.1.10"),
    ])
    func `each spelling has the one form in ASCII`(typed: String, ascii: String) {
        #expect(DomainName(typed)?.text == ascii)
    }

    @Test(arguments: [
        "", ".", "a..de", ".de", "de.", "-a.de", "a-.de", "-ü.de", "a_b.de", "a b.de", "a@b.de", "ab＠c.de", "a／b.de",
        "a:80", "[::1]", "ü/x", "ü?x", "ü#x", "ü%41", "xn--a.de", "aa--b.ü", "٣.example:1",
        String(repeating: "a", count: 64) + ".de", String(repeating: "ü", count: 64) + ".de",
        String(repeating: "a.", count: 127) + "de", String(repeating: "ü", count: 100_000),
    ])
    func `nothing else is a name`(typed: String) {
        #expect(DomainName(typed) == nil)
    }

    @Test(arguments: [
        ("chat.example.org", true), ("bücher.example", true), ("localhost", false), ("intranet", false),
        ("snug.localhost", false), ("192.168.1.10", false),
    ])
    func `some can be looked up anywhere`(typed: String, isPublic: Bool) throws {
        #expect(try #require(DomainName(typed)).isPublic == isPublic)
    }

    @Test(arguments: [
        ("ada@Müller.example", "ada@xn--mller-kva.example"),
        ("Ada@mu\u{308}ller.example", "ada@xn--mller-kva.example"),
        ("ada@xn--mller-kva.example", "ada@xn--mller-kva.example"),
        ("Rene\u{301}@Example.org", "ren\u{E9}@example.org"),
        ("ren\u{E9}@example.org", "ren\u{E9}@example.org"),
        (" ada@example.org ", "ada@example.org"),
    ])
    func `two spellings of a mailbox are one address`(typed: String, kept: String) throws {
        let text = try #require(EmailAddress(typed)).text
        // Compared as bytes: texts are equal whether composed or not.
        #expect(Array(text.utf8) == Array(kept.utf8))
        #expect(EmailAddress(text)?.text == text)
    }

    @Test(arguments: [
        "ada", "@example.org", "ada@", "a@b@c.org", "a b@c.org", "a..b@c.org", "ada@exam_ple.org", "ada@[127.0.0.1]",
        "ada@ü/x.org", "ada\n@c.org", String(repeating: "a", count: 65) + "@c.org",
        "a@" + String(repeating: "b.", count: 126) + "org", String(repeating: "ü", count: 1_000_000) + "@c.org",
    ])
    func `what is no mailbox is no address`(typed: String) {
        #expect(EmailAddress(typed) == nil)
    }
}
