#include <zlib.h>

// Compresses into the gzip format (RFC 1952) at the best level. Returns how many bytes it took; 0 where they do not
// fit. `deflateInit2` is a macro, which Swift does not see.
static inline size_t snug_gzip(const void *bytes, size_t count, void *out, size_t capacity) {
    z_stream stream = {0};
    if (count > 0xFFFFFFFF || capacity > 0xFFFFFFFF) return 0;
    if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)capacity;
    int result = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? written : 0;
}
