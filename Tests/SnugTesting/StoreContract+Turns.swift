import SnugChat
import Testing

extension StoreContract {
    /// What an intention reads before it decides holds until it is carried out, whatever another node does.
    static let turns: [SharedClause] = [
        SharedClause(promise: "a file that one node removes while a message takes it at another is one's alone") {
            nodes in
            let ada = try await user("Ada", in: nodes.one)
            let room = try await room(of: [ada], in: nodes.one)
            for number in 0..<12 {
                let file = try await nodes.one.write { store in
                    let new = NewAttachment(roomID: room, name: "cat.png", declaredType: "image/png", size: 1)
                    let id = try store.addAttachment(new, by: ada.id, at: time)
                    try store.addAttachmentChunk([7], 0, to: id)
                    return try store.completeAttachment(
                        id, as: MediaKind(type: "image/png"), size: 1, sha256: Array(repeating: 9, count: 32), at: time)
                }.id
                let (poster, remover) = number.isMultiple(of: 2) ? (nodes.one, nodes.other) : (nodes.other, nodes.one)
                async let removed = remover.write { store in
                    guard try store.attachment(file)?.attachment.seq == nil else { return false }
                    try store.removeAttachment(file)
                    return true
                }
                let draft = Draft(roomID: room, content: "", attachmentIDs: [file])
                let posted = try? await poster.write { try $0.addMessage(draft, by: ada.id, at: time) }
                #expect(try await removed == (posted == nil))
                let kept = try await nodes.other.read { try $0.attachment(file) }
                #expect(kept?.attachment.seq == posted?.seq)
            }
        },
        SharedClause(promise: "the last room for a file is given once") { nodes in
            let ada = try await user("Ada", in: nodes.one)
            let ben = try await user("Ben", in: nodes.one)
            let room = try await room(of: [ada, ben], in: nodes.one)
            let begun = try await nodes.count(12) { store, number in
                guard try store.attachmentBytes(of: nil) + 60 <= 200 else { return false }
                let new = NewAttachment(roomID: room, name: "cat.png", declaredType: "image/png", size: 60)
                _ = try store.addAttachment(new, by: number.isMultiple(of: 3) ? ada.id : ben.id, at: time)
                return true
            }
            #expect(begun == 3)
            #expect(try await nodes.other.read { try $0.attachmentBytes(of: nil) } == 180)
        },
        SharedClause(promise: "whoever finds a try left at a code has it") { nodes in
            let email = try address("ada@example.org")
            let new = NewCode(email: email, purpose: .login, proof: Array(repeating: 1, count: 32))
            try await nodes.one.write { try $0.putCode(new, at: time) }
            let denied = try await nodes.count(20) { store, _ in
                let code = try store.codes(for: email, purposes: [.login]).first
                guard let code, code.wrongTries < Limits.codeTriesMax else { return false }
                return try store.countTry(code.id) == nil
            }
            #expect(denied == 0)
        },
    ]
}
