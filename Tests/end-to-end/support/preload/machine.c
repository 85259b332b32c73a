// A machine that is as a test says, for LD_PRELOAD: DISK_FREE_BYTES are left on every disk, each is read-only until
// DISK_WRITABLE_ONCE is there, if that names a file, every name leads to this machine where NAMES_LEAD_HERE is set, its
// clock is kept right once CLOCK_KEPT_BY is there, if that names a file, and the files named in MISSING, each between
// colons, are not there.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fstatvfs(int descriptor, struct statvfs *status) {
    int result = REAL(fstatvfs)(descriptor, status);
    const char *free_bytes = getenv("DISK_FREE_BYTES");
    if (result == 0 && free_bytes) status->f_bavail = strtoull(free_bytes, NULL, 10) / status->f_frsize;
    const char *writable = getenv("DISK_WRITABLE_ONCE");
    if (result == 0 && writable && access(writable, F_OK) != 0) status->f_flag |= ST_RDONLY;
    return result;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    return REAL(getaddrinfo)(getenv("NAMES_LEAD_HERE") ? "127.0.0.1" : name, service, hints, found);
}

int adjtimex(struct timex *time) {
    const char *keeper = getenv("CLOCK_KEPT_BY");
    int drifts = keeper && access(keeper, F_OK) != 0;
    time->status = drifts ? STA_UNSYNC : STA_PLL;
    return drifts ? TIME_ERROR : TIME_OK;
}

int stat(const char *restrict path, struct stat *restrict status) {
    const char *missing = getenv("MISSING");
    char name[4096];
    if (missing && (size_t)snprintf(name, sizeof name, ":%s:", path) < sizeof name && strstr(missing, name)) {
        errno = ENOENT;
        return -1;
    }
    return REAL(stat)(path, status);
}
