import NIOCore
import NIOEmbedded
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugServer

/// A way to other nodes that keeps what is told.
private final class PeerRecorder: PeerChannel {
    private let told = Mutex<[PeerNote]>([])

    var notes: [PeerNote] { told.withLock { $0 } }

    func tell(_ notes: [PeerNote]) { told.withLock { $0 += notes } }
}

@Suite(.timeLimit(.minutes(5))) struct `A hub among other nodes` {
    private static let (own, other) = (PeerID(1), PeerID(2))

    /// Runs a test beside a hub's service for other nodes.
    private func meeting(
        _ sockets: Sockets, _ test: (_ told: PeerRecorder) async throws -> Void
    ) async throws {
        let recorder = PeerRecorder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [hub = sockets.hub, maintenance = sockets.world.services.maintenance] in
                await hub.meetPeers(over: recorder, by: maintenance, as: Self.own)
            }
            while recorder.notes.isEmpty { await Task.yield() }
            try await test(recorder)
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(recorder.notes.last == PeerNote(from: Self.own, .end))
    }

    private func hear(_ content: PeerNote.Content, _ sockets: Sockets) async throws {
        sockets.hub.publish([.peer(PeerNote(from: Self.other, content))])
        try await sockets.loop.submit {}.get()
    }

    private func nextFrames(_ channel: NIOAsyncTestingChannel) async throws -> [JSON] {
        while true {
            let frames = try await channel.frames()
            if !frames.isEmpty { return frames }
            await Task.yield()
        }
    }

    @Test func `tells those who are here of people who come to another node, and leave it`() async throws {
        let sockets = try await Sockets()
        let (ada, cleo) = (try await sockets.open(sockets.world.ada), sockets.world.cleo.userID)
        try await meeting(sockets) { _ in
            try await hear(.changes(number: 1, [PeerChange(cleo, isOnline: true)]), sockets)
            #expect(sockets.hub.isOnline(cleo))
            let came = try await nextFrames(ada)
            #expect(came.map { $0["type"] } == [.string("presence")])
            #expect(came.map { $0["online"] } == [.bool(true)])
            let seen = Timestamp(seconds: 1_795_363_200)
            try await hear(.changes(number: 2, [PeerChange(cleo, isOnline: false, lastSeen: seen)]), sockets)
            let went = try await nextFrames(ada)
            #expect(went.map { $0["online"] } == [.bool(false)])
            #expect(went.first?["last_seen"]?.string?.isEmpty == false)
            #expect(!sockets.hub.isOnline(cleo))
        }
    }

    @Test func `passes typing on at once, both ways, and not its own again`() async throws {
        let sockets = try await Sockets()
        let world = sockets.world
        let (ada, lobby) = (try await sockets.open(world.ada), world.lobby)
        try await meeting(sockets) { told in
            // While nobody else is there nobody is told.
            sockets.hub.noteTyping(world.ada.userID, in: world.attic, at: .now())
            try await hear(.beat(number: 0), sockets)
            try await hear(.typing(lobby, world.cleo.userID), sockets)
            #expect(try await nextFrames(ada).map { $0["type"] } == [.string("typing")])
            sockets.hub.noteTyping(world.ada.userID, in: lobby, at: .now())
            let typing = told.notes.filter { if case .typing = $0.content { true } else { false } }
            #expect(typing == [PeerNote(from: Self.own, .typing(lobby, world.ada.userID))])
            sockets.hub.publish([.peer(PeerNote(from: Self.own, .typing(lobby, world.cleo.userID)))])
            try await sockets.loop.submit {}.get()
            #expect(try await ada.frames().isEmpty)
        }
    }

    @Test func `says nothing of those who are here as well`() async throws {
        let sockets = try await Sockets()
        let (ada, cleo) = (try await sockets.open(sockets.world.ada), sockets.world.cleo.userID)
        _ = try await sockets.open(sockets.world.cleo)
        try await sockets.loop.submit {}.get()
        _ = try await ada.frames()
        try await meeting(sockets) { _ in
            try await hear(.changes(number: 1, [PeerChange(cleo, isOnline: true)]), sockets)
            try await hear(.changes(number: 2, [PeerChange(cleo, isOnline: false)]), sockets)
            try await hear(.changes(number: 3, [PeerChange(sockets.world.ben.userID, isOnline: true)]), sockets)
            let ben = JSON.number(sockets.world.ben.userID.rawValue)
            #expect(try await nextFrames(ada).map { $0["user_id"] } == [ben])
        }
    }
}
