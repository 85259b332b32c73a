#ifndef SNUG_WEB_H
#define SNUG_WEB_H

#include <stddef.h>

/// One file of the browser client.
struct snug_web_asset {
    /// Its name, such as "app.js": `index.html` is served at / and /setup, all others under /assets/.
    const char *path;
    /// The value of Content-Type.
    const char *content_type;
    const unsigned char *bytes;
    size_t size;
};

/// All files of the browser client, `snug_web_assets_count` of them.
extern const struct snug_web_asset *const snug_web_assets;
extern const size_t snug_web_assets_count;

#endif
