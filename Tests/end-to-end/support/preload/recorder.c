// Writes down, in their order, all that a process does to the files of one folder: for LD_PRELOAD.
//
// RECORD_FOLDER names the folder, RECORD_LOG the file that is written. Each record is a struct record, then the file's
// name, then the bytes. A write is recorded before it is done; a sync when it is done, with the number of the record
// that was the last one when it began: later writes are not its business. Memory maps (SQLite's -shm) are left out:
// nothing durable is in them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { DESCRIPTORS = 65536, NAME_BYTES = 256 };
enum operation { OPENED = 'o', WRITTEN = 'w', TRUNCATED = 't', SYNCED = 's', UNLINKED = 'u', RENAMED = 'r' };

struct record {
    int64_t nanoseconds;  // CLOCK_MONOTONIC
    int64_t offset;       // of a write; the length of a truncation; the covered record of a sync
    uint32_t bytes;
    uint16_t name_bytes;
    char operation;
    char unused;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char names[DESCRIPTORS][NAME_BYTES];
static const char *folder;
static size_t folder_bytes;
static int out = -1;
static int64_t recorded;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("RECORD_LOG");
    folder = getenv("RECORD_FOLDER");
    if (!log || !folder) return;
    folder_bytes = strlen(folder);
    out = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

// The name within the folder, or NULL for anything else.
static const char *name_within(const char *path) {
    if (out < 0 || strncmp(path, folder, folder_bytes) != 0 || path[folder_bytes] != '/') return NULL;
    const char *name = path + folder_bytes + 1;
    size_t length = strlen(name);
    if (length >= NAME_BYTES || (length > 4 && strcmp(name + length - 4, "-shm") == 0)) return NULL;
    return name;
}

static const char *name_of(int descriptor) {
    if (out < 0 || descriptor < 0 || descriptor >= DESCRIPTORS || !names[descriptor][0]) return NULL;
    return names[descriptor];
}

static void record(enum operation operation, const char *name, int64_t offset, const void *bytes, size_t count) {
    struct timespec now;
    pthread_mutex_lock(&mutex);
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct record record = {
        .nanoseconds = now.tv_sec * INT64_C(1000000000) + now.tv_nsec,
        .offset = offset,
        .bytes = (uint32_t)count,
        .name_bytes = (uint16_t)strlen(name),
        .operation = (char)operation,
    };
    struct iovec parts[] = {
        {&record, sizeof record}, {(void *)name, record.name_bytes}, {(void *)bytes, count},
    };
    if (syscall(SYS_writev, out, parts, 3) != (long)(sizeof record + record.name_bytes + count)) abort();
    recorded++;
    pthread_mutex_unlock(&mutex);
}

static int64_t count_recorded(void) {
    pthread_mutex_lock(&mutex);
    int64_t count = recorded;
    pthread_mutex_unlock(&mutex);
    return count;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int opened(int descriptor, const char *path, int flags) {
    const char *name = descriptor >= 0 && descriptor < DESCRIPTORS ? name_within(path) : NULL;
    if (!name) return descriptor;
    strcpy(names[descriptor], name);
    record(OPENED, name, flags & O_TRUNC ? 1 : 0, NULL, 0);
    return descriptor;
}

#define OPEN(function)                                                          \
    int function(const char *path, int flags, ...) {                            \
        va_list more;                                                           \
        va_start(more, flags);                                                  \
        mode_t mode = va_arg(more, mode_t);                                     \
        va_end(more);                                                           \
        return opened(REAL(function)(path, flags, mode), path, flags);          \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(function)                                                        \
    int function(int at, const char *path, int flags, ...) {                    \
        va_list more;                                                           \
        va_start(more, flags);                                                  \
        mode_t mode = va_arg(more, mode_t);                                     \
        va_end(more);                                                           \
        return opened(REAL(function)(at, path, flags, mode), path, flags);      \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int descriptor) {
    if (name_of(descriptor)) names[descriptor][0] = 0;
    return REAL(close)(descriptor);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    const char *name = name_of(descriptor);
    if (name) record(WRITTEN, name, lseek(descriptor, 0, SEEK_CUR), bytes, count);
    return REAL(write)(descriptor, bytes, count);
}

#define PWRITE(function, offset_type)                                                          \
    ssize_t function(int descriptor, const void *bytes, size_t count, offset_type offset) {    \
        const char *name = name_of(descriptor);                                                \
        if (name) record(WRITTEN, name, offset, bytes, count);                                 \
        return REAL(function)(descriptor, bytes, count, offset);                               \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(function, offset_type)                                  \
    int function(int descriptor, offset_type length) {                   \
        const char *name = name_of(descriptor);                          \
        if (name) record(TRUNCATED, name, length, NULL, 0);              \
        return REAL(function)(descriptor, length);                       \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(function)                                                   \
    int function(int descriptor) {                                       \
        const char *name = name_of(descriptor);                          \
        int64_t covered = name ? count_recorded() : 0;                   \
        int result = REAL(function)(descriptor);                         \
        if (name && result == 0) record(SYNCED, name, covered, NULL, 0); \
        return result;                                                   \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    const char *name = name_within(path);
    if (name) record(UNLINKED, name, 0, NULL, 0);
    return REAL(unlink)(path);
}

int rename(const char *from, const char *to) {
    const char *name = name_within(from), *target = name_within(to);
    if (name && target) record(RENAMED, name, 0, target, strlen(target));
    return REAL(rename)(from, to);
}
