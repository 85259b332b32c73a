import SnugChat
import Testing

@testable import SnugMail

@Suite("The dialogue with a mail server") struct DialogueTests {
    private static let envelope = SMTPEnvelope(
        from: "snug@example.org", to: "ada@example.org", bytes: Array("Subject: x\r\n\r\n.dot\r\n".utf8))

    private func settings(
        _ tls: SMTPSettings.TLS = .none,
        username: String? = nil,
        password: String? = nil
    ) -> SMTPSettings {
        SMTPSettings(
            host: "mx", port: 25, tls: tls, username: username, password: password,
            from: MailFrom(address: "snug@example.org"), ehloName: "chat.example.org")
    }

    @Test func `what the server says is told without the password`() {
        let held = settings(username: "snug", password: "RelayS3cret")
        let said = "535 AUTH PLAIN AHNudWcAUmVsYXlTM2NyZXQ= is wrong, UmVsYXlTM2NyZXQ= and RelayS3cret too"
        #expect(held.withoutSecrets(said) == "535 AUTH PLAIN … is wrong, … and … too")
        #expect(settings().withoutSecrets(said) == said)
    }

    /// Plays the server's lines ("TLS" for a handshake) and returns what the client said to each.
    private func play(
        _ settings: SMTPSettings,
        _ script: [String],
        envelope: SMTPEnvelope = envelope
    ) throws -> [String] {
        var dialogue = SMTPDialogue(envelope, settings: settings)
        return try script.map { line in
            let action: SMTPDialogue.Action?
            if line == "TLS" {
                action = dialogue.tlsStarted()
            } else {
                var parser = SMTPReplyParser()
                try parser.append((line + "\r\n").utf8)
                let reply = parser.next()
                action = try dialogue.received(#require(reply))
            }
            switch action {
            case .send(let bytes), .finished(let bytes): return String(decoding: bytes, as: UTF8.self).trimmed
            case .startTLS: return "(TLS)"
            case .failed(let fault): return "\(fault.kind)"
            case nil: return ""
            }
        }
    }

    private static let lastWords = "Subject: x\r\n\r\n..dot\r\n."

    @Test func `a plain relay`() throws {
        let said = try play(
            settings(),
            ["220 mx", "250-mx\r\n250-SIZE 1000\r\n250 8BITMIME", "250 ok", "250 ok", "354 go", "250 queued"])
        #expect(
            said == [
                "EHLO chat.example.org", "MAIL FROM:<snug@example.org> SIZE=\(Self.envelope.bytes.count) BODY=8BITMIME",
                "RCPT TO:<ada@example.org>", "DATA", Self.lastWords, "QUIT",
            ])
    }

    @Test func `STARTTLS and AUTH PLAIN, nothing of value in the clear`() throws {
        let said = try play(
            settings(.starttls, username: "u", password: "p"),
            [
                "220 mx", "250-mx\r\n250 STARTTLS", "220 go", "TLS", "250-mx\r\n250 AUTH LOGIN PLAIN", "235 ok",
                "250 ok",
                "250 ok", "354 go", "250 queued",
            ])
        #expect(
            said.prefix(6) == [
                "EHLO chat.example.org", "STARTTLS", "(TLS)", "EHLO chat.example.org", "AUTH PLAIN AHUAcA==",
                "MAIL FROM:<snug@example.org>",
            ])
        #expect(said.last == "QUIT")
    }

    @Test func `implicit TLS and AUTH LOGIN`() throws {
        let said = try play(
            settings(.implicit, username: "u", password: "p"),
            ["TLS", "220 mx", "250-mx\r\n250 AUTH=LOGIN", "334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "235 ok"])
        #expect(
            said == [
                "", "EHLO chat.example.org", "AUTH LOGIN", "dQ==", "cA==", "MAIL FROM:<snug@example.org>",
            ])
    }

    @Test func `a server that hides STARTTLS gets no password`() throws {
        let said = try play(settings(.starttls, username: "u", password: "p"), ["220 mx", "250-mx\r\n250 AUTH PLAIN"])
        #expect(said == ["EHLO chat.example.org", "transient"])
    }

    @Test func `what was injected before TLS is not believed`() {
        var dialogue = SMTPDialogue(Self.envelope, settings: settings(.starttls))
        _ = dialogue.received(SMTPReply(code: 220, lines: ["mx"]))
        _ = dialogue.received(SMTPReply(code: 250, lines: ["mx", "STARTTLS"]))
        guard case .failed(let fault) = dialogue.received(SMTPReply(code: 220, lines: ["go"]), hasMore: true) else {
            Issue.record("it went on")
            return
        }
        #expect(fault.kind == .transient)
    }

    @Test func `an old server takes HELO`() throws {
        let said = try play(settings(), ["220 mx", "502 what?", "250 mx"])
        #expect(said == ["EHLO chat.example.org", "HELO chat.example.org", "MAIL FROM:<snug@example.org>"])
    }

    @Test func `an address beyond ASCII needs SMTPUTF8`() throws {
        var envelope = Self.envelope
        envelope.to = "дана@пример.рф"
        #expect(try play(settings(), ["220 mx", "250 mx"], envelope: envelope).last == "permanent")
        #expect(
            try play(settings(), ["220 mx", "250-mx\r\n250 SMTPUTF8", "250 ok"], envelope: envelope).suffix(2) == [
                "MAIL FROM:<snug@example.org> SMTPUTF8", "RCPT TO:<дана@пример.рф>",
            ])
    }

    @Test func `no address carries a command`() throws {
        var envelope = Self.envelope
        envelope.to = "ada@example.org>\r\nRCPT TO:<eve@example.org"
        #expect(try play(settings(), ["220 mx", "250 mx"], envelope: envelope).last == "permanent")
    }

    /// The server's lines, each with the kind of fault that they end in.
    @Test(arguments: [
        (["554 go away"], "transient"),
        (["421 later"], "transient"),
        (["220 mx", "421 later"], "transient"),
        (["220 mx", "250 mx", "450 greylisted"], "transient"),
        (["220 mx", "250 mx", "550 sender no"], "permanent"),
        (["220 mx", "250 mx", "250 ok", "451 greylisted"], "transient"),
        (["220 mx", "250 mx", "250 ok", "550 no such user"], "permanent"),
        (["220 mx", "250 mx", "250 ok", "250 ok", "452 full"], "transient"),
        (["220 mx", "250 mx", "250 ok", "250 ok", "554 no"], "permanent"),
        (["220 mx", "250 mx", "250 ok", "250 ok", "250 not 354"], "transient"),
        (["220 mx", "250 mx", "250 ok", "250 ok", "354 go", "451 later"], "transient"),
        (["220 mx", "250 mx", "250 ok", "250 ok", "354 go", "552 too big"], "permanent"),
        (["220 mx", "250 mx", "250 ok", "250 ok", "354 go", "250 taken", "250 again"], "transient"),
    ])
    func `a refusal of the mail is final, one of the connection is not`(script: [String], end: String) throws {
        #expect(try play(settings(), script).last == end)
    }

    @Test func `a wrong password loses no mail`() throws {
        let said = try play(
            settings(.implicit, username: "u", password: "p"), ["TLS", "220 mx", "250-mx\r\n250 AUTH PLAIN", "535 no"])
        #expect(said.last == "transient")
    }

    /// The answers to AUTH PLAIN that are about the mechanism, and the words of LOGIN that follow.
    @Test(arguments: [
        "504 5.5.4 unrecognized authentication type", "534 5.7.9 mechanism too weak", "502 not here", "500 what?",
        "535 5.7.9 mechanism too weak", "501 5.5.4 no initial response",
    ])
    func `a mechanism that the server refuses gives way to the next`(refusal: String) throws {
        let said = try play(
            settings(.implicit, username: "u", password: "p"),
            [
                "TLS", "220 mx", "250-mx\r\n250 AUTH PLAIN LOGIN", refusal, "334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6",
                "235 ok",
            ])
        #expect(
            said.dropFirst(2) == ["AUTH PLAIN AHUAcA==", "AUTH LOGIN", "dQ==", "cA==", "MAIL FROM:<snug@example.org>"])
    }

    @Test(arguments: ["535 5.7.8 authentication failed", "535 no", "454 4.7.0 later", "538 5.7.11 encryption required"])
    func `wrong words are said once`(refusal: String) throws {
        let said = try play(
            settings(.implicit, username: "u", password: "p"),
            ["TLS", "220 mx", "250-mx\r\n250 AUTH PLAIN LOGIN", refusal])
        #expect(said.dropFirst(2) == ["AUTH PLAIN AHUAcA==", "transient"])
    }

    @Test func `a server that refuses every mechanism it offers ends it`() throws {
        let said = try play(
            settings(.implicit, username: "u", password: "p"),
            ["TLS", "220 mx", "250-mx\r\n250 AUTH PLAIN LOGIN", "504 no", "504 no"])
        #expect(said.dropFirst(2) == ["AUTH PLAIN AHUAcA==", "AUTH LOGIN", "transient"])
    }

    @Test(arguments: [
        ("", ".\r\n"), ("a", "a\r\n.\r\n"), ("a\r\n", "a\r\n.\r\n"), (".", "..\r\n.\r\n"),
        ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n"), ("..\r\n", "...\r\n.\r\n"),
    ])
    func `a dot at a line's start is doubled`(text: String, wire: String) {
        #expect(String(decoding: SMTPDialogue.dotStuffed(Array(text.utf8)), as: UTF8.self) == wire)
    }
}
