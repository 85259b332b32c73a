// A VFS in front of the system's, which gathers the frames of a transaction and writes them to the log (WAL) in pieces.
//
// SQLite itself calls write(2) twice for each page of a commit. With 64 people who talk that was a sixth of the
// server's time; in pieces it is half of that.
//
// What is gathered is written before anybody may look for it: with the last frame of a commit, which names the size of
// the database (SQLite, File Format 4.1) and comes before the log is synced and its index shows the frames to others;
// and before the log is synced or measured. The transaction itself reads from what is gathered: a read never fails for
// want of room, which SQLite would take for the fault of one statement. What is left of a transaction that did not
// commit is forgotten before the lock for writing is given up: the next writer's frames go to the same place. Where no
// such lock is taken (locking_mode = EXCLUSIVE), nothing is gathered.
#include "CSQLite.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOG_HEADER_BYTES = 32,
    FRAME_HEADER_BYTES = 24,
    // Where a frame's header has the size of the database in pages, 0 in all frames but a commit's last.
    COMMIT_SIZE_AT = 4,
    COMMIT_SIZE_BYTES = 4,
    // A page of Snug's databases; those of others are not gathered.
    PAGE_BYTES = 4096,
    // The system's VFS takes less than 128 KiB in one write.
    GATHERED_BYTES_MAX = 31 * (FRAME_HEADER_BYTES + PAGE_BYTES),
    // The lock of the log's index that a writer holds (SQLite, WAL-mode File Format 2.3.1).
    WRITE_LOCK = 0,
};

static const sqlite3_int64 UNKNOWN = -1;

// A database's file or its log, as SQLite holds it; the system's own file object lies behind it.
struct file {
    sqlite3_file base;
    // The log of a database, and the database of a log; null while it is not open.
    struct file *other;
    // True for a database while its lock for writing is held.
    bool is_writing;
    // The frames that are gathered, `length` bytes from `start` on; null before there are any.
    unsigned char *gathered;
    int length;
    sqlite3_int64 start;
    // Where the next frame begins, if this file wrote the one before.
    sqlite3_int64 next;
    // True between a frame's header and its page.
    bool awaits_page;
    bool is_commit;
};

static sqlite3_vfs *system_vfs;

static struct file *file_of(sqlite3_file *file) { return (struct file *)file; }

// The system's object of the same file.
static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)(file_of(file) + 1); }

static const sqlite3_io_methods *system_methods(sqlite3_file *file) { return real(file)->pMethods; }

// The log

static void forget(struct file *log) {
    log->length = 0;
    log->next = UNKNOWN;
    log->awaits_page = false;
}

static int write_out(struct file *log) {
    int length = log->length;
    if (length == 0) return SQLITE_OK;
    log->length = 0;
    int result = system_methods(&log->base)->xWrite(real(&log->base), log->gathered, length, log->start);
    // The transaction fails with it.
    if (result != SQLITE_OK) forget(log);
    return result;
}

static bool gather(struct file *log, const void *bytes, int count, sqlite3_int64 offset) {
    if (!log->other || !log->other->is_writing) return false;
    if (!log->gathered) log->gathered = malloc(GATHERED_BYTES_MAX);
    if (!log->gathered || log->length + count > GATHERED_BYTES_MAX) return false;
    if (log->length == 0) log->start = offset;
    memcpy(log->gathered + log->length, bytes, (size_t)count);
    log->length += count;
    return true;
}

static bool is_of_commit(const unsigned char *header) {
    static const unsigned char none[COMMIT_SIZE_BYTES];
    return memcmp(header + COMMIT_SIZE_AT, none, sizeof none) != 0;
}

// Frames are gathered as long as each begins where the one before ended; all else that is written to a log is written
// at once.
static int write_log(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    struct file *log = file_of(base);
    bool is_page = log->awaits_page && count == PAGE_BYTES && offset == log->next + FRAME_HEADER_BYTES;
    bool is_header = !log->awaits_page && count == FRAME_HEADER_BYTES && offset == log->next;
    log->awaits_page = false;
    if (is_header) {
        log->is_commit = is_of_commit(bytes);
        log->awaits_page = true;
        if (gather(log, bytes, count, offset)) return SQLITE_OK;
    } else if (is_page) {
        log->next = offset + count;
        if (gather(log, bytes, count, offset)) return log->is_commit ? write_out(log) : SQLITE_OK;
    } else {
        // A frame goes on from the log's header, or from one of which nothing was known.
        bool is_first = offset == 0 && count == LOG_HEADER_BYTES;
        bool is_unknown = count == FRAME_HEADER_BYTES;
        log->next = is_first ? LOG_HEADER_BYTES : is_unknown ? offset : UNKNOWN;
        log->awaits_page = is_unknown;
        log->is_commit = true;
    }
    // There is no room for it, or it is not to be gathered.
    int result = write_out(log);
    if (result == SQLITE_OK) result = system_methods(base)->xWrite(real(base), bytes, count, offset);
    if (result != SQLITE_OK) forget(log);
    return result;
}

// Reads from what is gathered; returns false where none of it is asked for. A frame is read alone, or a part of one: it
// is gathered as a whole or not at all.
static bool read_gathered(struct file *log, void *bytes, int count, sqlite3_int64 offset) {
    bool is_there = log->length != 0 && log->start <= offset && offset + count <= log->start + log->length;
    if (is_there) memcpy(bytes, log->gathered + (offset - log->start), (size_t)count);
    return is_there;
}

// The methods of both

static int close_file(sqlite3_file *base) {
    struct file *file = file_of(base);
    if (file->other) file->other->other = nullptr;
    free(file->gathered);
    return system_methods(base)->xClose(real(base));
}

static int read_file(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    if (read_gathered(file_of(base), bytes, count, offset)) return SQLITE_OK;
    return system_methods(base)->xRead(real(base), bytes, count, offset);
}

static int write_database(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    return system_methods(base)->xWrite(real(base), bytes, count, offset);
}

static int truncate_file(sqlite3_file *base, sqlite3_int64 size) {
    int result = write_out(file_of(base));
    return result != SQLITE_OK ? result : system_methods(base)->xTruncate(real(base), size);
}

static int sync_file(sqlite3_file *base, int flags) {
    int result = write_out(file_of(base));
    return result != SQLITE_OK ? result : system_methods(base)->xSync(real(base), flags);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    int result = write_out(file_of(base));
    return result != SQLITE_OK ? result : system_methods(base)->xFileSize(real(base), size);
}

static int lock(sqlite3_file *base, int level) { return system_methods(base)->xLock(real(base), level); }

static int unlock(sqlite3_file *base, int level) { return system_methods(base)->xUnlock(real(base), level); }

static int check_reserved_lock(sqlite3_file *base, int *is_held) {
    return system_methods(base)->xCheckReservedLock(real(base), is_held);
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
    return system_methods(base)->xFileControl(real(base), operation, argument);
}

static int sector_size(sqlite3_file *base) { return system_methods(base)->xSectorSize(real(base)); }

static int device_characteristics(sqlite3_file *base) {
    return system_methods(base)->xDeviceCharacteristics(real(base));
}

static int map_index(sqlite3_file *base, int region, int size, int is_extended, void volatile **memory) {
    return system_methods(base)->xShmMap(real(base), region, size, is_extended, memory);
}

static int lock_index(sqlite3_file *base, int offset, int count, int flags) {
    struct file *database = file_of(base), *log = database->other;
    bool is_for_writing =
        offset <= WRITE_LOCK && WRITE_LOCK < offset + count && (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    bool is_taken = (flags & SQLITE_SHM_LOCK) != 0;
    if (is_for_writing && !is_taken && log && log->length != 0) forget(log);
    int result = system_methods(base)->xShmLock(real(base), offset, count, flags);
    if (is_for_writing && (!is_taken || result == SQLITE_OK)) database->is_writing = is_taken;
    return result;
}

static void index_barrier(sqlite3_file *base) { system_methods(base)->xShmBarrier(real(base)); }

static int unmap_index(sqlite3_file *base, int is_deleted) {
    return system_methods(base)->xShmUnmap(real(base), is_deleted);
}

static int fetch(sqlite3_file *base, sqlite3_int64 offset, int count, void **memory) {
    return system_methods(base)->xFetch(real(base), offset, count, memory);
}

static int unfetch(sqlite3_file *base, sqlite3_int64 offset, void *memory) {
    return system_methods(base)->xUnfetch(real(base), offset, memory);
}

#define METHODS(write)                                                                                               \
    {                                                                                                                \
        3, close_file, read_file, write, truncate_file, sync_file, file_size, lock, unlock, check_reserved_lock,     \
            file_control, sector_size, device_characteristics, map_index, lock_index, index_barrier, unmap_index,    \
            fetch, unfetch                                                                                           \
    }
static const sqlite3_io_methods database_methods = METHODS(write_database);
static const sqlite3_io_methods log_methods = METHODS(write_log);

// Opening

static int open_file(sqlite3_vfs *, const char *name, sqlite3_file *base, int flags, int *flags_out) {
    bool is_log = (flags & SQLITE_OPEN_WAL) != 0;
    // A journal, or a file of SQLite's own.
    if (!is_log && !(flags & SQLITE_OPEN_MAIN_DB)) return system_vfs->xOpen(system_vfs, name, base, flags, flags_out);

    struct file *file = file_of(base);
    *file = (struct file){.next = UNKNOWN};
    int result = system_vfs->xOpen(system_vfs, name, real(base), flags, flags_out);
    if (!real(base)->pMethods) return result;
    base->pMethods = is_log ? &log_methods : &database_methods;
    if (is_log && result == SQLITE_OK) {
        file->other = file_of(sqlite3_database_file_object(name));
        file->other->other = file;
    }
    return result;
}

void gather_log_writes(void) {
    static sqlite3_vfs vfs;
    if (system_vfs || sqlite3_initialize() != SQLITE_OK) return;
    system_vfs = sqlite3_vfs_find(nullptr);
    // The other methods know nothing of the files that are open.
    vfs = *system_vfs;
    vfs.pNext = nullptr;
    vfs.zName = "snug";
    vfs.szOsFile = (int)sizeof(struct file) + system_vfs->szOsFile;
    vfs.xOpen = open_file;
    sqlite3_vfs_register(&vfs, true);
}
