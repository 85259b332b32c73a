import FoundationEssentials
import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `Mails about what was missed` {
    @Test func `go to whoever was called by name, once, and hold none of the words`() async throws {
        let town = try await Town()
        try await town.say("@Ben the kettle <b>is</b> on", by: town.world.ada)
        #expect(try await town.mails(after: town.after - .seconds(1)) == [])
        let mail = try #require(try await town.mails(after: .seconds(1)).first)
        #expect(mail.recipient == "ben@example.org" && mail.subject == "A message for you at Snug")
        #expect(
            mail.text.hasPrefix(
                """
                Hello Ben,

                “Ada” called you in “Lobby” at Snug, and you have not read it yet.

                http://localhost:8080/#/room/\(town.world.lobby)

                """))
        let html = try #require(mail.html)
        for text in [mail.subject, mail.text, html] { #expect(!text.contains("kettle")) }
        let off = try #require(mail.unsubscribeURL)
        #expect(off.hasPrefix("http://localhost:8080/unsubscribe/\(town.world.ben.userID)."))
        #expect(mail.text.contains("No more mails like this: \(off)") && html.contains("href=\"\(off)\""))
        #expect(try await town.mails(after: .seconds(86_400)) == [])
    }

    @Test func `go to whoever was written to directly`() async throws {
        let town = try await Town()
        let room = try await town.direct(with: town.world.cleo)
        try await town.say("psst", by: town.world.ada, in: room)
        try await town.say("hello?", by: town.world.ada, in: room)
        let mail = try #require(try await town.mails().first)
        #expect(mail.recipient == "cleo@example.org" && mail.subject == "Messages for you at Snug")
        #expect(mail.text.contains("“Ada” wrote to you at Snug") && mail.text.contains("There is more"))
        #expect(mail.text.contains("/#/room/\(room)\n"))
    }

    @Test func `go to nobody who was only among those who could have listened, nor to the author`() async throws {
        let town = try await Town()
        try await town.say("tea?", by: town.world.ada)
        #expect(try await town.recipients() == [])
        try await town.say("@room tea!", by: town.world.ben)
        #expect(try await town.recipients() == ["ada", "cleo"])
    }

    @Test func `do not go to whoever reads it before, at the last moment too`() async throws {
        let town = try await Town()
        let (chat, lobby) = (town.world.chat, town.world.lobby)
        try await town.say("@Ben and @Cleo", by: town.world.ada)
        try await town.note()
        try await chat.markRead(1, in: lobby, by: town.world.ben)
        town.world.clock.advance(by: town.after)
        try await town.look()
        #expect(try await town.world.services.mailQueue.mailsWaiting() == 1)
        // It has waited for a relay.
        try await chat.markRead(1, in: lobby, by: town.world.cleo)
        #expect(try await town.sent() == [])
        #expect(try await town.world.services.mailQueue.mailsWaiting() == 0)
    }

    @Test func `tell nothing of what was deleted, in a room that was left, or muted`() async throws {
        let town = try await Town()
        let (chat, world) = (town.world.chat, town.world)
        let room = try await town.direct(with: world.ben)
        try await town.say("oops", by: world.ada, in: room)
        try await town.say("@Cleo", by: world.ada)
        try await town.say("@Ben", by: world.ada, in: world.attic)
        try await town.note()
        _ = try await chat.delete(1, in: room, by: world.ada)
        try await chat.removeMember(world.cleo.userID, from: world.lobby, by: world.ada)
        try await chat.setNotify(.nothing, in: world.attic, by: world.ben)
        #expect(try await town.recipients() == [])
    }

    @Test func `hold to the level of each room`() async throws {
        let town = try await Town()
        let (chat, world) = (town.world.chat, town.world)
        let room = try await town.direct(with: world.ben)
        try await chat.setNotify(.mentions, in: room, by: world.ben)
        try await chat.setNotify(.mentions, in: world.lobby, by: world.cleo)
        try await town.say("hm", by: world.ada, in: room)
        try await town.say("@Cleo", by: world.ada)
        #expect(try await town.recipients() == ["cleo"])
    }

    @Test func `wait while somebody is there`() async throws {
        let town = try await Town()
        let ben = town.world.ben
        try await town.say("@Ben", by: town.world.ada)
        for _ in 0..<3 {
            town.world.chat.noteUse(by: ben)
            #expect(try await town.mails(there: [ben.userID]) == [])
        }
        #expect(try await town.recipients() == ["ben"])
    }

    @Test func `wait for an hour at most for somebody who has left their page open`() async throws {
        let town = try await Town()
        let (world, there) = (town.world, Set([town.world.ben.userID]))
        world.chat.noteUse(by: world.ben)
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.mails(there: there) == [])
        #expect(try await town.mails(after: .seconds(2_699), there: there) == [])
        #expect(try await town.mails(after: .seconds(1), there: there).count == 1)
    }

    @Test func `do not wait for ever for a page that asks for something by itself`() async throws {
        let town = try await Town()
        let (world, there) = (town.world, Set([town.world.ben.userID]))
        try await town.say("@Ben", by: world.ada)
        var (sent, passed) = (0, 0)
        while sent == 0, passed < 48 {
            world.chat.noteUse(by: world.ben)
            sent = try await town.mails(there: there).count
            passed += 1
        }
        #expect(town.after * passed == town.after + Limits.missedMailHeldMax)
    }

    @Test func `wait for the end of quiet hours, though they had been queued before`() async throws {
        let town = try await Town()
        let world = town.world
        // It is 16:00 in this world.
        let now = try QuietHours(typedFrom: "15:00", to: "18:00", timeZone: "UTC")
        let soon = try QuietHours(typedFrom: "16:30", to: "18:00", timeZone: "UTC")
        try await world.store.write { store in
            try store.setQuiet(now, of: world.ben.userID)
            try store.setQuiet(soon, of: world.cleo.userID)
        }
        try await town.say("@Ben and @Cleo", by: world.ada)
        try await town.note()
        world.clock.advance(by: town.after)
        try await town.look()
        world.clock.advance(by: town.after)
        #expect(try await town.sent() == [])
        let end = Timestamp(seconds: 1_795_363_200 + 2 * 3_600)
        #expect(try await town.mails(after: end - world.clock.now - .seconds(1)) == [])
        #expect(try await town.recipients(after: .seconds(1)) == ["ben", "cleo"])
    }

    @Test func `come though the server was down for a day before it was decided who is told`() async throws {
        let town = try await Town()
        try await town.say("@Ben", by: town.world.ada)
        town.world.clock.advance(by: .seconds(2 * 86_400))
        #expect(try await town.recipients(after: town.after) == ["ben"])
    }

    @Test func `come though the clock was days ahead when it was said`() async throws {
        let town = try await Town()
        town.world.clock.advance(by: .seconds(10 * 86_400))
        try await town.say("@Ben", by: town.world.ada)
        try await town.note()
        town.world.clock.advance(by: .seconds(-10 * 86_400))
        #expect(try await town.recipients(after: .zero) == ["ben"])
    }

    @Test func `come later where one has expired, or was refused for good`() async throws {
        let town = try await Town()
        for (end, pause) in [(MailEnd.worthless, town.after), (.refused, .seconds(86_400))] {
            try await town.say("@Ben", by: town.world.ada)
            try await town.note()
            town.world.clock.advance(by: town.after)
            try await town.look()
            #expect(try await town.sent(as: end).count == 1)
            #expect(try await town.recipients(after: pause - .seconds(1)) == [])
            #expect(try await town.recipients(after: .seconds(1)) == ["ben"])
            try await town.world.chat.markRead(end == .worthless ? 1 : 2, in: town.world.lobby, by: town.world.ben)
        }
    }

    @Test func `do not come again where another node had sent what one could not`() async throws {
        let town = try await Town()
        try await town.say("@Ben", by: town.world.ada)
        try await town.note()
        town.world.clock.advance(by: town.after)
        try await town.look()
        let queue = town.world.services.mailQueue
        let mail = try #require(try await queue.dueMails(at: town.world.clock.now, limit: 9).mails.first)
        for end in [MailEnd.taken, .refused] { try await queue.removeMail(mail, as: end) }
        #expect(try await town.recipients(after: .seconds(86_400)) == [])
    }

    @Test func `do not come again where it was deleted while one was on its way`() async throws {
        let town = try await Town()
        let (world, queue) = (town.world, town.world.services.mailQueue)
        try await town.say("@Ben", by: world.ada)
        try await town.note()
        world.clock.advance(by: town.after)
        try await town.look()
        let mail = try #require(try await queue.dueMails(at: world.clock.now, limit: 9).mails.first)
        _ = try await world.chat.delete(1, in: world.lobby, by: world.ada)
        #expect(try await queue.dueMails(at: world.clock.now, limit: 9, besides: [mail.id]).mails == [])
        try await queue.removeMail(mail, as: .taken)
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.recipients() == [])
    }

    @Test func `do not go out of a copy that was restored`() async throws {
        let later = ManualClock().now + .seconds(86_400)
        // All that is noted of them is left out of a copy, where there may be another about the same by then.
        for isNoted in [false, true] {
            let town = try await Town()
            let (ben, lobby) = (town.world.ben.userID, town.world.lobby)
            try await town.say("@Ben", by: town.world.ada)
            try await town.note()
            town.world.clock.advance(by: town.after)
            try await town.look()
            let state: MissedMail? = isNoted ? .sent(about: 1, in: lobby, at: later) : nil
            try await town.world.store.write { try $0.setMissedMail(state, of: ben) }
            #expect(try await town.sent() == [])
            #expect(try await town.recipients(after: .seconds(86_400)) == [])
        }
    }

    @Test func `do not come again because it was deleted`() async throws {
        let town = try await Town()
        let world = town.world
        for seq in 1...3 as ClosedRange<Int64> {
            try await town.say("@Ben", by: world.ada)
            #expect(try await town.recipients() == (seq == 1 ? ["ben"] : []))
            _ = try await world.chat.delete(seq, in: world.lobby, by: world.ada)
        }
        try await world.chat.markRead(3, in: world.lobby, by: world.ben)
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.recipients() == ["ben"])
    }

    @Test(arguments: [true, false])
    func `do not come again to whoever was put out of its room, until they have been there`(comesBack: Bool)
        async throws
    {
        let town = try await Town()
        let world = town.world
        let ben = world.ben.userID
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.recipients() == ["ben"])
        try await world.chat.removeMember(ben, from: world.lobby, by: world.ada)
        if comesBack { _ = try await world.chat.addMember(ben, to: world.lobby, by: world.ada) }
        try await town.say("@Ben", by: world.ada, in: world.attic)
        #expect(try await town.recipients() == [])
        let now = world.clock.now
        try await world.store.write { try $0.touchUser(ben, at: now) }
        try await town.say("@Ben", by: world.ada, in: world.attic)
        #expect(try await town.recipients() == ["ben"])
    }

    @Test func `are three a day about what one person says, which silences nobody else`() async throws {
        let town = try await Town()
        let world = town.world
        var sent = 0
        for seq in 1...6 as ClosedRange<Int64> {
            try await town.say("@Ben", by: world.ada)
            sent += try await town.mails().count
            if seq < 6 { try await world.chat.markRead(seq, in: world.lobby, by: world.ben) }
        }
        #expect(sent == Limits.missedMailsByOnePerDayMax)
        // It comes though he waits already, for most of the day.
        try await town.say("@Ben, it matters", by: world.cleo)
        let mail = try #require(try await town.mails().first)
        #expect(mail.text.contains("“Cleo” called you in “Lobby”") && mail.text.contains("There is more"))
        try await world.chat.markRead(7, in: world.lobby, by: world.ben)
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.recipients() == [])
        #expect(try await town.recipients(after: .seconds(86_400)) == ["ben"])
    }

    @Test func `are nine a day in all`() async throws {
        let town = try await Town()
        let world = town.world
        var sent = 0
        for number in 0..<12 {
            let author = try await World.settle("Guest\(number)", as: .member, world.chat, world.store, world.clock)
            _ = try await world.chat.addMember(author.userID, to: world.lobby, by: world.ada)
            try await town.say("@Ben", by: author)
            sent += try await town.mails().count
            try await world.chat.markRead(Int64(number + 1), in: world.lobby, by: world.ben)
        }
        #expect(sent == Limits.missedMailsPerDayMax)
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.recipients(after: .seconds(86_400)) == ["ben"])
    }

    @Test func `go to nobody who is deactivated, awaited or wants none`() async throws {
        let town = try await Town()
        let world = town.world
        try await town.say("@room", by: world.ada)
        try await town.note()
        let now = world.clock.now
        try await world.store.write { try $0.setDeactivated(now, of: world.cleo.userID) }
        try await world.chat.changeProfile(ProfileChange(mailsMissed: false), of: world.ben, on: World.device)
        #expect(try await world.chat.account(of: world.ben).user.mailsMissed == false)
        #expect(try await town.recipients() == [])
        let dora = try await World.settle("Dora", as: .member, world.chat, world.store, world.clock)
        try await world.store.write { store in
            try store.setPasswordHash(User.noPassword, of: dora.userID)
            try store.setLastSeen(nil, of: dora.userID)
        }
        _ = try await world.chat.addMember(dora.userID, to: world.lobby, by: world.ada)
        try await town.say("@room", by: world.ada)
        #expect(try await town.recipients() == [])
    }

    @Test(arguments: [
        Policy(sendsMail: false, messagesPerSecond: 0), Policy(mailsMissedAfter: nil, messagesPerSecond: 0),
    ])
    func `are none without a relay, or where they are switched off`(policy: Policy) async throws {
        let town = try await Town()
        try await town.say("@Ben", by: town.world.ada)
        try await town.note()
        town.world.services.adopt(policy)
        #expect(try await town.recipients() == [])
        try await town.say("@Ben", by: town.world.ada)
        #expect(try await town.recipients() == [])
        #expect(try await town.world.services.missedMails.nextDue() == nil)
    }

    @Test func `tell nothing of what was said before they were switched on`() async throws {
        let town = try await Town()
        let (world, missed) = (town.world, town.world.services.missedMails)
        let room = try await town.direct(with: world.cleo)
        world.services.adopt(Policy(mailsMissedAfter: nil, messagesPerSecond: 0))
        try await missed.noteSwitch()
        try await town.say("before", by: world.ada, in: room)
        world.services.adopt(Policy(messagesPerSecond: 0))
        #expect(try await town.recipients() == [], "not before it is noted either")
        try await missed.noteSwitch()
        try await town.say("then", by: world.ben)
        #expect(try await town.recipients() == [])
        try await town.say("after", by: world.ada, in: room)
        let mail = try #require(try await town.mails().first)
        #expect(mail.recipient == "cleo@example.org" && !mail.text.contains("There is more"))
        // Noted again, as by another node or after a restart, it changes nothing.
        try await world.chat.markRead(2, in: room, by: world.cleo)
        try await town.say("and again", by: world.ada, in: room)
        try await missed.noteSwitch()
        #expect(try await town.recipients() == ["cleo"])
    }

    @Test func `come once, whichever node looks`() async throws {
        let town = try await Town()
        let world = town.world
        try await town.say("@room", by: world.ada)
        try await town.note()
        world.clock.advance(by: town.after)
        let (missed, queue) = (world.services.missedMails, world.services.mailQueue)
        try await withThrowingTaskGroup { group in
            for _ in 0..<4 { group.addTask { try await missed.lookAtDue { _ in false } } }
            try await group.waitForAll()
        }
        #expect(try await queue.mailsWaiting() == 2)
    }

    @Test func `are in the language of their reader, and have names of others in their text alone`() async throws {
        let town = try await Town()
        let world = town.world
        let (until, session) = (world.clock.now + .seconds(86_400), world.ben.sessionID)
        try await world.store.write { store in
            try store.extendSession(session, until: until, in: .german)
            try store.renameUser(world.ada.userID, to: "Ada <i>“x”</i>")
        }
        try await town.say("@Ben", by: world.ada)
        let mail = try #require(try await town.mails().first)
        #expect(mail.subject == "Eine Nachricht für dich bei Snug")
        #expect(mail.text.contains("„Ada <i>x</i>“ hat dich bei Snug in „Lobby“ angesprochen"))
        #expect(mail.html?.contains("<i>") == false)
    }

    @Test func `survive a version that knows nothing of them`() throws {
        var mail = Mail(recipient: "ben@example.org", subject: "x", text: "y")
        mail.unsubscribeURL = "https://chat.example.org/unsubscribe/1.x"
        mail.missed = MissedMessage(of: User.ID(1), 2, in: Room.ID(3))
        let sealed = try JSONEncoder().encode(mail)
        #expect(try JSONDecoder().decode(Mail.self, from: sealed) == mail)
    }
}
