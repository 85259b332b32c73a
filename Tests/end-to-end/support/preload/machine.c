// A machine that is as a test says, for LD_PRELOAD: DISK_FREE_BYTES are left on every disk, every name leads to this
// machine where NAMES_LEAD_HERE is set, and its clock is kept right unless CLOCK_DRIFTS is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fstatvfs(int descriptor, struct statvfs *status) {
    int result = REAL(fstatvfs)(descriptor, status);
    const char *free_bytes = getenv("DISK_FREE_BYTES");
    if (result == 0 && free_bytes) status->f_bavail = strtoull(free_bytes, NULL, 10) / status->f_frsize;
    return result;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    return REAL(getaddrinfo)(getenv("NAMES_LEAD_HERE") ? "127.0.0.1" : name, service, hints, found);
}

int adjtimex(struct timex *time) {
    int drifts = getenv("CLOCK_DRIFTS") != NULL;
    time->status = drifts ? STA_UNSYNC : STA_PLL;
    return drifts ? TIME_ERROR : TIME_OK;
}
