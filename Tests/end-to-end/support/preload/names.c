// Names that lead where a test says: NAMES=push.example.org=10.0.0.1,other.example.org=127.0.0.1
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

typedef int (*lookup)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    static char address[64];
    lookup real = (lookup)dlsym(RTLD_NEXT, "getaddrinfo");
    const char *names = getenv("NAMES");
    const char *place = name && names ? strstr(names, name) : NULL;
    size_t length = name ? strlen(name) : 0;
    if (place && place[length] == '=') {
        size_t end = strcspn(place + length + 1, ",");
        if (end < sizeof address) {
            memcpy(address, place + length + 1, end);
            address[end] = 0;
            name = address;
        }
    }
    return real(name, service, hints, found);
}
