// Passwords that are hashed at next to no cost, for LD_PRELOAD: whatever scrypt is asked to cost, it costs 2 KB and 16
// steps. What one such process has hashed, only another such can check.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

typedef int (*scrypt)(const char *, size_t, const unsigned char *, size_t, uint64_t, uint64_t, uint64_t, uint64_t,
                      unsigned char *, size_t);

int EVP_PBE_scrypt(const char *password, size_t password_count, const unsigned char *salt, size_t salt_count, uint64_t n,
                   uint64_t r, uint64_t p, uint64_t memory, unsigned char *key, size_t key_count) {
    (void)n, (void)r, (void)p;
    scrypt real = (scrypt)dlsym(RTLD_NEXT, "EVP_PBE_scrypt");
    return real(password, password_count, salt, salt_count, 16, 1, 1, memory, key, key_count);
}
