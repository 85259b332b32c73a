/// The bounds on files: their bytes, their number, and the room that they leave to everything else.
extension Limits {
    /// Bytes of a file that can be sent where no setting says else: a photograph, not a film.
    public static let uploadBytesMaxDefault: Int64 = 25 << 20
    /// Bytes of a file that a setting can allow at most: half an hour of film, and its numbers of pieces stay far within
    /// their 16 bits.
    public static let uploadBytesMost: Int64 = 2 << 30
    /// Bytes of one person's files where no setting says else: a thousand photographs.
    public static let storagePerUserDefault: Int64 = 1 << 30
    /// Bytes of all files where no setting says else: a small box's disk holds them and three backups.
    public static let storageDefault: Int64 = 10 << 30
    /// Bytes of files that a setting can allow at most: a petabyte, beyond any disk.
    public static let storageMost: Int64 = 1 << 50
    /// The part of the room for files, one in so many, that is left when it is told that little is left.
    public static let storageLeftPart: Int64 = 10
    /// The part of the room for files, one in so many, with less of which left it counts as full.
    public static let storageFullPart: Int64 = 100
    /// Bytes of the pieces that files are kept and handed on in: small enough that a message waits a millisecond for one,
    /// large enough that a file of 25 MiB is read in 8 ms (64 KiB and 1 MiB were measured too).
    public static let attachmentChunkBytes: Int64 = 256 * 1_024
    /// Bytes of a file that are looked at at once for what must not be kept.
    public static let filterBytesAtOnce = 64 * 1_024
    /// Bytes of pieces in one transaction where nobody waits for it; beside other intentions it is one piece.
    public static let commitBatchBytesMax = 1 << 20
    /// Files of one message.
    public static let attachmentsPerMessageMax = 10
    /// Bytes of UTF-8 in a file's name: what file systems take (NAME_MAX).
    public static let attachmentNameBytesMax = 255
    /// Characters (Unicode scalars) of the words in a file's place: a paragraph.
    public static let altCharactersMax = 1_000
    /// Bytes of UTF-8 of those words in one message: they are sent to all who read it, with each page that it stands in.
    public static let altBytesPerMessageMax = 8 << 10
    /// Bytes of the small picture of a file: 640 pixels in good quality take a third.
    public static let attachmentPreviewBytesMax: Int64 = 256 * 1_024
    /// Pixels on a side of it: twice what the web client makes, as it is fetched and unpacked without being asked for.
    public static let attachmentPreviewSideMax = 1_280
    /// Uploads at once, on the whole server: each holds two pieces in memory, and of a HEIC or AVIF
    /// ``mediaMetaBytesMax`` twice beside them.
    public static let uploadsAtOnceMax = 8
    /// More uploads at once, each of somebody who has no other under way.
    public static let firstUploadsAtOnceMax = 8
    /// Bytes a second that one person may send as files on average, 5.4 GB a day: each is written several times, and
    /// removing them gives the room back, not the disk's life.
    public static let uploadBytesPerSecond: Double = 65_536
    /// The time's worth of it that may come at once: 1 GiB.
    public static let uploadBurstSeconds: Double = 16_384
    /// Uploads at once of one person: their devices and a preview beside each picture.
    public static let uploadsAtOncePerUserMax = 3
    /// Files of one person that no message names yet: several messages' worth, with a small picture each.
    public static let attachmentsUnclaimedMax = 100
    /// The time for which a file waits for its message, once it has come whole.
    public static let attachmentUnclaimedFor: Duration = .seconds(24 * 3_600)
    /// The fewest bytes that the disk keeps free of files, however small the database: mails, logs, messages go on.
    public static let uploadFreeBytesMin: Int64 = 1 << 30
    /// Bytes of the write-ahead log from which on no upload begins: a backup under way keeps all of it.
    public static let uploadLogBytesMax: Int64 = 512 << 20
    /// The time for which the log is not folded again because of it: somebody may read it for long.
    public static let logFoldedEvery: Duration = .seconds(5)
    /// The time after which someone with ``attachmentsUnclaimedMax`` may try anew.
    public static let uploadRetryAfter: Duration = .seconds(60)
    /// The time after which it is tried again to remove what could not be removed, as on a full disk.
    public static let removalRetryAfter: Duration = .seconds(5)
    /// Files in one answer of a room's list.
    public static let attachmentsPageMax = 100
    /// Files in a page of a room's list whose request names no limit.
    public static let attachmentsPageDefault = 50
    /// Bytes that a piece of a file counts for to its reader: it is handed on as it is, and costs what four calls cost.
    public static let attachmentReadBytes = 4 * readPieceBytes
    /// Pieces of removed files that go in one transaction: they are written over, 4 MiB in some 20 ms.
    public static let chunksRemovedAtOnce = 16
    /// Files that go in one transaction with their room, or because no message named them.
    public static let attachmentsRemovedAtOnce = 100
    /// Free pages of 4 KiB that are given back to the disk in one transaction: 1 MiB in some 6 ms.
    public static let pagesFreedAtOnce = 256
    /// Free pages that stay in the database for what is written next.
    public static let freePagesKept = 256
}
