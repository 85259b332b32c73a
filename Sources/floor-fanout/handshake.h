// The WebSocket handshake (RFC 6455 §4.2): the answer to a key is its SHA-1 with a fixed GUID, in base64.
// SHA-1 as FIPS 180-4 §6.1 has it; it proves nothing here but that both sides speak WebSocket.
#ifndef HANDSHAKE_H
#define HANDSHAKE_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { KEY_BYTES = 24, ACCEPT_BYTES = 28, SHA1_BYTES = 20, SHA1_BLOCK = 64 };

static inline uint32_t rotate_left(uint32_t word, int bits) { return word << bits | word >> (32 - bits); }

static void sha1_block(uint32_t state[5], const unsigned char block[SHA1_BLOCK]) {
    uint32_t w[80];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
               block[4 * i + 3];
    for (int i = 16; i < 80; i++) w[i] = rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 80; i++) {
        uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 ? b ^ c ^ d : i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
        uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
        uint32_t next = rotate_left(a, 5) + f + e + k + w[i];
        e = d, d = c, c = rotate_left(b, 30), b = a, a = next;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e;
}

/// Computes the digest of at most 119 bytes: two blocks, which a handshake never exceeds.
static void sha1(const unsigned char *text, size_t length, unsigned char digest[SHA1_BYTES]) {
    unsigned char padded[2 * SHA1_BLOCK] = {0};
    size_t blocks = length < SHA1_BLOCK - 8 ? 1 : 2;
    memcpy(padded, text, length);
    padded[length] = 0x80;
    padded[blocks * SHA1_BLOCK - 2] = (unsigned char)(length * 8 >> 8);
    padded[blocks * SHA1_BLOCK - 1] = (unsigned char)(length * 8);
    uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    for (size_t i = 0; i < blocks; i++) sha1_block(state, padded + i * SHA1_BLOCK);
    for (int i = 0; i < SHA1_BYTES; i++) digest[i] = (unsigned char)(state[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const unsigned char *bytes, size_t length, char *text) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < length; i += 3) {
        uint32_t three = (uint32_t)bytes[i] << 16;
        if (i + 1 < length) three |= (uint32_t)bytes[i + 1] << 8;
        if (i + 2 < length) three |= bytes[i + 2];
        *text++ = alphabet[three >> 18 & 63];
        *text++ = alphabet[three >> 12 & 63];
        *text++ = i + 1 < length ? alphabet[three >> 6 & 63] : '=';
        *text++ = i + 2 < length ? alphabet[three & 63] : '=';
    }
    *text = '\0';
}

/// Writes the value of `Sec-WebSocket-Accept` for this key.
static void websocket_accept(const char key[KEY_BYTES], char accept[ACCEPT_BYTES + 1]) {
    char text[KEY_BYTES + 37];
    memcpy(text, key, KEY_BYTES);
    memcpy(text + KEY_BYTES, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 37);
    unsigned char digest[SHA1_BYTES];
    sha1((const unsigned char *)text, KEY_BYTES + 36, digest);
    base64(digest, SHA1_BYTES, accept);
}

#endif
