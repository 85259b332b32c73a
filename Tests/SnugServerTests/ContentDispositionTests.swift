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
        ("🐈.gif", "_.gif", "%F0%9F%90%88.gif"),
    ])
    func `is told in ASCII, and whole`(name: String, plain: String, encoded: String) {
        #expect(value(name) == "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)")
        #expect(value(name, isInline: true) == "inline; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)")
    }

    @Test(arguments: [
        ("../../etc/passwd", "....etcpasswd"), ("C:\\boot.ini", "C:boot.ini"), ("a\"b\".txt", "ab.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"), ("a\u{0}b\u{7F}c\u{85}.txt", "abc.txt"),
        ("gpj.\u{202E}exe", "gpj.exe"), ("\u{2066}a\u{2069}\u{200F}\u{200E}\u{61C}.txt", "a.txt"),
        ("a\u{2028}b\u{2029}.txt", "ab.txt"), ("  a.txt  ", "a.txt"), ("..", "file"), ("", "file"), ("/", "file"),
    ])
    func `holds nothing that leads elsewhere or writes backwards`(name: String, safe: String) {
        #expect(ContentDisposition(isInline: false, name: name).name == safe)
    }

    @Test func `is cut to what file systems take, its ending kept`() {
        let long = ContentDisposition(isInline: false, name: String(repeating: "写", count: 200) + ".jpeg").name
        #expect(long == String(repeating: "写", count: 83) + ".jpeg")
        #expect(long.utf8.count <= Limits.attachmentNameBytesMax)
        let endless = ContentDisposition(isInline: false, name: "a." + String(repeating: "b", count: 400)).name
        #expect(endless.utf8.count == Limits.attachmentNameBytesMax)
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
