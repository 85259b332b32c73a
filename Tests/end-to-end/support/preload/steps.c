// Ends a process at one of its steps, for LD_PRELOAD: STEPS_KILL is the number of the step, of all that give files in
// STEPS_FOLDER a name or take one. STEPS_EXCHANGE is an errno for each exchange of two names, STEPS_FOLDER_SYNC for each
// sync of a folder; STEPS_LOG is a file that gets a line for each step.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void step(const char *call, const char *path) {
    static int steps;
    const char *folder = getenv("STEPS_FOLDER"), *last = getenv("STEPS_KILL"), *log = getenv("STEPS_LOG");
    if (!folder || strncmp(path, folder, strlen(folder)) != 0) return;
    int number = __sync_add_and_fetch(&steps, 1);
    FILE *file = log ? fopen(log, "a") : NULL;
    if (file) {
        fprintf(file, "%s %s\n", call, path);
        fclose(file);
    }
    if (last && atoi(last) == number) kill(getpid(), SIGKILL);
}

static int is_refused(const char *name) {
    const char *code = getenv(name);
    if (code) errno = atoi(code);
    return code != NULL;
}

int rename(const char *from, const char *to) {
    step("rename", to);
    return REAL(rename)(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags) {
    step("exchange", to);
    return is_refused("STEPS_EXCHANGE") ? -1 : REAL(renameat2)(from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to) {
    step("link", to);
    return REAL(link)(from, to);
}

int unlink(const char *path) {
    step("unlink", path);
    return REAL(unlink)(path);
}

int fsync(int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode) && is_refused("STEPS_FOLDER_SYNC")) return -1;
    return REAL(fsync)(descriptor);
}
