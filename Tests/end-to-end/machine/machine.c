// A machine that is as a test says, for LD_PRELOAD: DISK_FREE_BYTES are left on every disk, and its clock is kept right
// unless CLOCK_DRIFTS is set.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

int fstatvfs(int descriptor, struct statvfs *status) {
    int result = ((__typeof__(&fstatvfs))dlsym(RTLD_NEXT, "fstatvfs"))(descriptor, status);
    const char *free_bytes = getenv("DISK_FREE_BYTES");
    if (result == 0 && free_bytes) status->f_bavail = strtoull(free_bytes, NULL, 10) / status->f_frsize;
    return result;
}

int adjtimex(struct timex *time) {
    int drifts = getenv("CLOCK_DRIFTS") != NULL;
    time->status = drifts ? STA_UNSYNC : STA_PLL;
    return drifts ? TIME_ERROR : TIME_OK;
}
