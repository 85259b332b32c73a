// Makes the disk fail on demand, for LD_PRELOAD: while the file that FAULTS names holds "CALL ERRNO", that call fails
// with that errno for files in FAULTS_FOLDER. CALL is "write", "sync" or "read"; or "stall": then no sync returns; or
// "slow-sync" or "slow-read", with milliseconds in place of ERRNO: then each takes so much longer.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_within(int descriptor) {
    char link[64], path[PATH_MAX];
    const char *folder = getenv("FAULTS_FOLDER");
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_wanted(const char *call) {
    const char *faults = getenv("FAULTS");
    char text[64] = "", wanted[32] = "";
    int code = 0;
    if (!faults) return 0;
    int file = (int)syscall(SYS_openat, AT_FDCWD, faults, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t length = syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    if (length <= 0 || sscanf(text, "%31s %d", wanted, &code) != 2 || strcmp(wanted, call) != 0) return 0;
    errno = code;
    return 1;
}

static int fails(const char *call, int descriptor) { return is_within(descriptor) && is_wanted(call); }

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    return fails("write", descriptor) ? -1 : REAL(pwrite64)(descriptor, bytes, count, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    return fails("write", descriptor) ? -1 : REAL(pwrite)(descriptor, bytes, count, offset);
}

ssize_t read(int descriptor, void *bytes, size_t count) {
    return fails("read", descriptor) ? -1 : REAL(read)(descriptor, bytes, count);
}

static void slow(const char *call, int descriptor) {
    if (fails(call, descriptor)) usleep(errno * 1000);
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
    slow("slow-read", descriptor);
    return REAL(pread64)(descriptor, bytes, count, offset);
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
    slow("slow-read", descriptor);
    return REAL(pread)(descriptor, bytes, count, offset);
}

static void stall(int descriptor) {
    while (fails("stall", descriptor)) usleep(10000);
    slow("slow-sync", descriptor);
}

int fdatasync(int descriptor) {
    stall(descriptor);
    return fails("sync", descriptor) ? -1 : REAL(fdatasync)(descriptor);
}

int fsync(int descriptor) {
    stall(descriptor);
    return fails("sync", descriptor) ? -1 : REAL(fsync)(descriptor);
}
