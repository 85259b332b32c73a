// renameat2(2) and the locks of open file descriptions (fcntl(2)), which the Glibc module leaves out.
#include <fcntl.h>

extern int renameat2(int, const char *, int, const char *, unsigned int);

// Lets two files change their names with each other in one step.
static inline int exchange_names(const char *one, const char *other) {
    return renameat2(AT_FDCWD, one, AT_FDCWD, other, 2 /* RENAME_EXCHANGE */);
}

// Sets (F_WRLCK) or lets go (F_UNLCK) a lock that is the descriptor's, not the process's.
static inline int set_lock(int descriptor, short type, long start, long bytes) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = bytes};
    return fcntl(descriptor, 37 /* F_OFD_SETLK */, &lock);
}

// Returns the process that holds a lock on bytes: 0 for nobody, negative for one that is not seen from here.
static inline int lock_holder(int descriptor, long start, long bytes) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = start, .l_len = bytes};
    if (fcntl(descriptor, 36 /* F_OFD_GETLK */, &lock) != 0 || lock.l_type == F_UNLCK) return 0;
    return lock.l_pid > 0 ? lock.l_pid : -1;
}
