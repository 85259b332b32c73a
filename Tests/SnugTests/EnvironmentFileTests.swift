import Testing

@testable import snug

/// What systemd 252 gave a service for each of these files.
@Suite struct `A settings file` {
    func read(_ text: String) -> EnvironmentFile { EnvironmentFile(Array(text.utf8)) }

    @Test(arguments: [
        (#"A="Our" # comment"#, "Our# comment"), ("A=Our\\\n house", "Our house"), (#"A=a\"b"#, "a\"b"),
        (#"A="It\"s""#, "It\"s"), ("A=\"two\nlines\"", "two\nlines"), (#"A="a\b""#, #"a\b"#), ("A= b c \t", "b c"),
        ("  A = 'b ' ", "b "), ("A=b\r\nB=c", "b"), ("A=", ""), ("A='b'\"c\"", "bc"), (#"A="\$\`""#, "$`"),
    ])
    func `has the values that systemd finds in it`(text: String, value: String) {
        let file = read("# A comment; B=c\n; another\n\n\(text)\n")
        #expect(file.variables["A"] == value)
        #expect(file.complaints.isEmpty)
        #expect(read(text).variables["A"] == value, "at the end of the file")
    }

    @Test func `counts for nothing where one byte is not UTF-8`() {
        let file = EnvironmentFile(
            Array("SNUG_SITE_URL=https://chat.example.org\nSNUG_SITE_NAME=Caf".utf8) + [0xE9, 10])
        #expect(file.variables.isEmpty)
        #expect(file.complaints == ["line 2 is not UTF-8, so that no line of it counts"])
    }

    @Test(arguments: [
        ("export A=b", "line 1 sets “export A”"), ("A b", "line 1 has no “=”"), ("A-B=c", "line 1 sets “A-B”"),
        ("\u{FEFF}A=b", "line 1 sets “?A”"), ("# a note \\\nA=b", "line 1 is a comment and ends with “\\”"),
        ("A=\"b", "line 2 ends within a quotation"),
    ])
    func `says which lines systemd does not take`(text: String, complaint: String) {
        let file = read(text + "\n")
        #expect(file.complaints.count == 1 && file.complaints[0].hasPrefix(complaint), "\(file.complaints)")
        #expect(file.variables["A"] == nil || text.hasPrefix("A=\""))
    }

    @Test func `is one of several, beside what drop-ins set`() {
        let unit = ServiceEnvironment(
            shown: """
                Environment=SNUG_DATABASE=/var/lib/snug/other.db "SNUG_SITE_NAME=Our \\"chat\\"" SNUG_BACKUP_KEEP=7
                EnvironmentFiles=/etc/snug/snug.env (ignore_errors=yes)
                EnvironmentFiles=/etc/more env (ignore_errors=no)
                """)
        #expect(
            unit.variables == [
                "SNUG_DATABASE": "/var/lib/snug/other.db", "SNUG_SITE_NAME": "Our \"chat\"", "SNUG_BACKUP_KEEP": "7",
            ])
        #expect(unit.files == ["/etc/snug/snug.env", "/etc/more env"])
        #expect(ServiceEnvironment(shown: "Environment=\n") == ServiceEnvironment(shown: ""))
    }
}
