import SnugChat
import Testing

@testable import SnugServer

/// SECURITY.md, line 25.
@Suite struct `The name under which a file is kept` {
    private func value(_ name: String, isInline: Bool = false) -> String {
        ContentDisposition(isInline: isInline, name: name).value
    }

    @Test(arguments: [
        ("cat.webp", "cat.webp", "cat.webp"),
        ("a cat.webp", "a cat.webp", "a%20cat.webp"),
        ("Katze – schön.jpg", "Katze _ sch_n.jpg", "Katze%20%E2%80%93%20sch%C3%B6n.jpg"),
        ("写真.png", "__.png", "%E5%86%99%E7%9C%9F.png"),
        ("100%25.txt", "100_25.txt", "100%2525.txt"),
        ("a;b=c,(d)'*.txt", "a;b=c,(d)'*.txt", "a%3Bb%3Dc%2C%28d%29%27%2A.txt"),
        ("🐈.gif", "_.gif", "%F0%9F%90%88.gif"), ("a\"b\".txt", "a_b_.txt", "a%22b%22.txt"),
    ])
    func `is told in ASCII, and whole`(name: String, plain: String, encoded: String) {
        #expect(value(name) == "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)")
        #expect(value(name, isInline: true) == "inline; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)")
    }

    @Test(arguments: [
        ("../../etc/passwd", ".._.._etc_passwd"), ("C:\\boot.ini", "C:_boot.ini"),
        ("a\r\nSet-Cookie: x=1.txt", "a  Set-Cookie: x=1.txt"), ("a\u{0}b\u{7F}c.txt", "abc.txt"),
        ("gpj.\u{202E}exe", "gpj.exe"), ("\u{2066}a\u{2069}\u{200F}\u{200E}\u{61C}.txt", "a.txt"),
        ("a\u{2028}b\u{85}.txt", "a b .txt"), ("  a.txt  ", "a.txt"), ("..", "file"), ("", "file"),
    ])
    func `holds nothing that leads elsewhere or writes backwards`(name: String, safe: String) {
        #expect(ContentDisposition(isInline: false, name: name).name == safe)
    }

    @Test func `is a token of a header, whatever it was`() {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let field = self.value("a\(scalar)b")
            #expect(field.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(value)")
            #expect(field.count { $0 == "\"" } == 2, "\(value)")
        }
    }
}
