/// The index of words: filled behind the writer, and put together anew at night.
extension Maintenance {
    /// Takes messages that the index does not hold yet into it, one transaction long; where entries of another version are
    /// in it, these go first, as many pages of them.
    /// - Returns: true if there is more that it should hold by now; what was said meanwhile is told by an event.
    /// - Throws: ``Refusal/storageFull`` where less than ``Limits/uploadFreeBytesMin`` is free.
    public func indexPiece() async throws -> Bool {
        let store = chat.store
        // What it takes of the disk, others need more.
        if let space = chat.space.space(), space.free < Limits.uploadFreeBytesMin { throw Refusal.storageFull }
        // Folding is not the writer's work.
        let piece = try await store.read { store -> (after: Message.ID?, entries: [SearchEntry], bytes: Int) in
            let (after, messages) = try store.messagesToIndex(limit: Limits.messagesIndexedAtOnce)
            // The words are what it costs: they may be many times the text.
            var (entries, bytes): ([SearchEntry], Int) = ([], 0)
            for message in messages where bytes < Limits.indexedBytesAtOnce {
                entries.append(SearchEntry(message))
                bytes += entries[entries.count - 1].words.utf8.count
            }
            return (after, entries, bytes)
        }
        guard let after = piece.after else {
            let pages = Limits.indexPagesRemovedAtOnce
            return try await store.write(writing: pages * Limits.databasePageBytes) {
                try $0.renewIndex(pages: pages)
            }
        }
        guard !piece.entries.isEmpty else { return false }
        // Behind all that others wait for, as pieces of files are.
        let isTaken = try await store.write(writing: max(piece.bytes, 1)) {
            try $0.indexMessages(piece.entries, after: after)
        }
        // Where another node has gone on, there may be more behind what it had seen.
        return !isTaken || piece.entries.count == Limits.messagesIndexedAtOnce
            || piece.bytes >= Limits.indexedBytesAtOnce
    }

    /// Has the index made anew where it lacks a message that it should hold.
    /// - Returns: the message; nil where none was found to be missing.
    public func checkIndex() async throws -> Message.ID? {
        let missing = try await chat.store.read { store in
            // What letters are folded to is made once, and by no writer for which others wait.
            _ = SearchEntry.version
            return try store.messageMissingInIndex(among: Limits.indexProbesMax)
        }
        if missing != nil { try await forgetIndex() }
        return missing
    }

    /// Has the index made anew: all that is in it is in the messages too.
    public func forgetIndex() async throws { try await chat.forgetIndex() }

    /// Puts the index together anew where words were removed from it, once a day: until then they are in its pages, where
    /// no search finds them.
    public func mergeIndexIfDue() async throws {
        let now = chat.now
        let last = try await chat.store.read { store in
            try store.setting(SettingName.indexMerge).flatMap { Int64($0) }.map { Timestamp(rawValue: $0) }
        }
        let hour = (now - Day(of: now).beginning).components.seconds / 3_600
        // A time that lies ahead was noted while the clock was wrong.
        let isRecent = last.map { $0 <= now && now < $0 + Limits.indexMergeEvery } ?? false
        guard hour == Limits.indexMergeHour || !isRecent else { return }
        do {
            try await mergeIndex()
            // What was removed is in the log too, and in the pages of the file that the log has anew.
            try await chat.store.foldLog()
        } catch let fault as StoreFault where fault.kind == .damaged {
            try await forgetIndex()
            throw fault
        }
        try await chat.store.write { try $0.setSetting(SettingName.indexMerge, to: "\(now.rawValue)") }
    }

    /// Puts the index together anew where words were removed from it, piece by piece.
    public func mergeIndex() async throws {
        let pages = Limits.indexPagesMergedAtOnce
        var isFirst = true
        while try await mergeIndexPiece(pages: pages, isFirst: isFirst) {
            isFirst = false
            if Task.isCancelled { throw CancellationError() }
        }
    }

    private func mergeIndexPiece(pages: Int, isFirst: Bool) async throws -> Bool {
        try await chat.store.write(writing: pages * Limits.databasePageBytes) {
            try $0.mergeIndex(pages: pages, isFirst: isFirst)
        }
    }
}
