#include <zlib.h>

// Begins a compression into the gzip format (RFC 1952). Returns Z_OK, or why not. `deflateInit2` is a macro, which
// Swift does not see.
static inline int snug_gzip_begin(z_stream *stream, int level, int window_bits, int memory_level) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits + 16, memory_level, Z_DEFAULT_STRATEGY);
}
