public import SnugChat

/// The choice of the backups that go.
extension BackupFolder {
    /// Returns the proven backups beyond the newest of each of so many days (UTC), and what is not proven and of one of
    /// those days or older: nothing proven goes for what may be worth nothing.
    ///
    /// Those that somebody asked for are counted by themselves, so that they push out none of the others; so are those of
    /// each installation: a server that began anew beside the copies of one that was lost pushes out none of these.
    public static func surplus(of entries: [Entry], keeping days: Int, at now: Timestamp) -> [Entry] {
        // What has no name, or cannot be read, is counted with the newest: it is from before that one's first start, or a
        // copy of it that failed.
        let newest = newestFirst(entries, at: now).first { $0.installation != nil }?.installation
        let installations = Dictionary(grouping: entries) { $0.installation ?? newest }
        return installations.sorted { $0.key ?? "" < $1.key ?? "" }
            .flatMap { surplus(ofOne: $0.value, keeping: days, at: now) }
    }

    private static func surplus(ofOne entries: [Entry], keeping days: Int, at now: Timestamp) -> [Entry] {
        let entries = newestFirst(entries, at: now)
        return [true, false].flatMap { isOnDemand in
            var kept: Set<Int64> = []
            let proven = entries.filter { $0.receipt != nil && $0.isOnDemand == isOnDemand }.filter { entry in
                let day = day(of: entry)
                return kept.count >= days && !kept.contains(day) || !kept.insert(day).inserted
            }
            // Without a receipt nobody knows of a copy that somebody asked for it.
            guard !isOnDemand else { return proven }
            let oldest = kept.count >= days ? kept.min() ?? .min : .min
            return proven
                + entries.filter { entry in
                    entry.receipt == nil && (kept.contains(day(of: entry)) || day(of: entry) < oldest)
                }
        }
    }

    /// Returns the oldest backups that together free so many bytes; none where they would not suffice.
    ///
    /// What is not proven goes first, then what somebody asked for.
    static func sacrifice(of entries: [Entry], for bytes: Int, at now: Timestamp) -> [Entry] {
        guard bytes > 0 else { return [] }
        let newest = newestFirst(entries, at: now)
        let stays = newest.first { $0.receipt != nil && !$0.isOnDemand } ?? newest.first { $0.receipt != nil }
        var (freed, chosen): (Int, [Entry]) = (0, [])
        let oldest = newest.reversed().filter { $0 != stays }
        let proven = oldest.filter { $0.receipt != nil }
        let order =
            oldest.filter { $0.receipt == nil } + proven.filter(\.isOnDemand) + proven.filter { !$0.isOnDemand }
        for entry in order where freed < bytes {
            chosen.append(entry)
            freed += entry.bytes
        }
        return freed < bytes ? [] : chosen
    }

    /// Returns backups day by day, the newest day first; on each day the proven ones first, then the newest.
    ///
    /// Those dated in the future come last: they are of a time at which the clock was wrong, and not newer than today's.
    private static func newestFirst(_ entries: [Entry], at now: Timestamp) -> [Entry] {
        func rank(_ entry: Entry) -> (Int, Int64, Int, Int64) {
            let time = entry.takenAt ?? Timestamp(seconds: 0)
            return (
                time > now + Limits.clockSkewMax ? 0 : 1, day(of: entry), entry.receipt == nil ? 0 : 1, time.rawValue
            )
        }
        return entries.sorted { rank($0) > rank($1) }
    }

    private static func day(of entry: Entry) -> Int64 { (entry.takenAt?.seconds ?? 0) / 86_400 }
}
