// The bare server under both floors: one epoll loop that speaks just enough of PROTOCOL §4 for snug-bench.
//
// A socket says who it is and which rooms it hears in its token, `?token=USER.ROOM.ROOM…`; any is accepted.
// Each program that includes this says what becomes of a message: `floor_post` for each `send` as it is read,
// `floor_round_ended` once after everything that one epoll_wait brought in; and what becomes of a request that is no
// upgrade: `floor_request`, `floor_body` for the bytes behind it, `floor_drained` when what was to go has gone.
// It listens on 127.0.0.1 at a free port, prints `listening PORT`, and stops on SIGTERM, SIGINT, or at the end of
// its standard input where that is a pipe: so a floor never outlives the bench that started it.
#ifndef FLOOR_H
#define FLOOR_H

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "handshake.h"

enum {
    TEXT_BYTES_MAX = 65536,    // PROTOCOL §4: the longest message of a client
    HEAD_BYTES_MAX = 16384,    // an upgrade request, with a token that may name many rooms
    OUT_BYTES_MAX = 4 << 20,   // a reader this far behind is closed, so that it costs nobody else memory
    ROOM_BUCKETS = 4096,       // rooms are found by id & (buckets - 1)
    EVENTS_A_ROUND = 512,
};

struct bytes { unsigned char *data; size_t length, capacity; };
struct connection;
struct room {
    int64_t id, last_seq;
    struct connection **members;
    size_t count, capacity;
    struct room *next;
};
struct connection {
    int fd;
    bool is_open, is_dead, awaits_room, is_touched;   // awaits_room: for its unsent bytes in the kernel's buffer
    int64_t user;
    struct room **rooms;
    size_t room_count;
    struct bytes in, out;
    struct transfer { int64_t id, row, left; bool is_upload; } transfer;   // left: bytes still to come, or to go
    struct connection *next_dead, *next_touched;
};
/// A `send` frame. Its texts are the bytes of the frame, still escaped as JSON.
struct post {
    struct connection *from;
    struct room *room;
    int64_t id, seq;
    const char *content, *client_id;
    int content_length, client_id_length;
};
/// A frame ready for the wire, its header within the first bytes.
struct frame { unsigned char *start; size_t length; unsigned char bytes[TEXT_BYTES_MAX]; };

static int epoll_fd = -1;
static struct room *room_buckets[ROOM_BUCKETS];
static struct connection *dead, *touched;
static char round_time[32];

static void floor_post(struct post *post);
static void floor_round_ended(void);
static size_t floor_request(struct connection *, const char *head, size_t length);
static size_t floor_body(struct connection *, const unsigned char *bytes, size_t available);
static void floor_drained(struct connection *);

[[noreturn]] static void die(const char *what) {
    perror(what);
    exit(1);
}

static void *resized(void *memory, size_t size) {
    void *grown = realloc(memory, size);
    if (!grown) die("memory");
    return grown;
}

static void append(struct bytes *bytes, const void *data, size_t length) {
    if (bytes->length + length > bytes->capacity) {
        bytes->capacity = 2 * (bytes->length + length);
        bytes->data = resized(bytes->data, bytes->capacity);
    }
    memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
}

static void drop_front(struct bytes *bytes, size_t count) {
    bytes->length -= count;
    if (bytes->length) memmove(bytes->data, bytes->data + count, bytes->length);
}

/// Marks a connection for the round's end; it is not freed before, since others may still be walking over it.
static void kill_connection(struct connection *c) {
    if (c->is_dead) return;
    c->is_dead = true;
    c->next_dead = dead, dead = c;
}

static void await_room(struct connection *c, bool awaits) {
    if (c->awaits_room == awaits) return;
    c->awaits_room = awaits;
    struct epoll_event event = {.events = EPOLLIN | (awaits ? EPOLLOUT : 0), .data.ptr = c};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &event) < 0) kill_connection(c);
}

/// Writes at once; what the kernel does not take waits, within its bound.
static void deliver(struct connection *c, const void *data, size_t length) {
    if (c->is_dead) return;
    ssize_t written = 0;
    if (c->out.length == 0) {
        written = send(c->fd, data, length, MSG_NOSIGNAL);
        if (written < 0 && errno != EAGAIN && errno != EINTR) return kill_connection(c);
        if (written < 0) written = 0;
        if ((size_t)written == length) return;
    }
    if (c->out.length + length > OUT_BYTES_MAX) return kill_connection(c);
    append(&c->out, (const char *)data + written, length - (size_t)written);
    await_room(c, true);
}

/// Keeps the bytes for the end of the round, where `flush_touched` writes them all in one piece.
[[maybe_unused]] static void deliver_later(struct connection *c, const void *data, size_t length) {
    if (c->is_dead) return;
    if (c->out.length + length > OUT_BYTES_MAX) return kill_connection(c);
    append(&c->out, data, length);
    if (!c->is_touched) c->is_touched = true, c->next_touched = touched, touched = c;
}

static void flush_touched(void) {
    for (struct connection *c = touched; c; c = c->next_touched) {
        c->is_touched = false;
        if (c->is_dead) continue;
        ssize_t written = send(c->fd, c->out.data, c->out.length, MSG_NOSIGNAL);
        if (written < 0 && errno != EAGAIN && errno != EINTR) kill_connection(c);
        if (written > 0) drop_front(&c->out, (size_t)written);
        if (!c->is_dead) await_room(c, c->out.length > 0);
        if (!c->is_dead && !c->out.length && c->transfer.left && !c->transfer.is_upload) floor_drained(c);
    }
    touched = nullptr;
}

/// Returns the room of this id, making it where there is none.
static struct room *room_of(int64_t id) {
    struct room **bucket = &room_buckets[id & (ROOM_BUCKETS - 1)];
    for (struct room *room = *bucket; room; room = room->next)
        if (room->id == id) return room;
    struct room *room = resized(nullptr, sizeof *room);
    *room = (struct room){.id = id, .next = *bucket};
    return *bucket = room;
}

static void join(struct connection *c, struct room *room) {
    if (room->count == room->capacity) {
        room->capacity = room->capacity ? 2 * room->capacity : 8;
        room->members = resized(room->members, room->capacity * sizeof *room->members);
    }
    room->members[room->count++] = c;
    c->rooms = resized(c->rooms, (c->room_count + 1) * sizeof *c->rooms);
    c->rooms[c->room_count++] = room;
}

static void bury_dead(void) {
    while (dead) {
        struct connection *c = dead;
        dead = c->next_dead;
        for (size_t i = 0; i < c->room_count; i++) {
            struct room *room = c->rooms[i];
            for (size_t j = 0; j < room->count; j++)
                if (room->members[j] == c) room->members[j--] = room->members[--room->count];
        }
        close(c->fd);
        free(c->rooms), free(c->in.data), free(c->out.data), free(c);
    }
}

/// Starts a text frame (RFC 6455 §5.2) whose payload `end_frame` closes; 4 bytes suffice for these headers.
static char *begin_frame(struct frame *frame) { return (char *)frame->bytes + 4; }

static void end_frame(struct frame *frame, size_t length) {
    bool is_long = length > 125;
    frame->start = frame->bytes + (is_long ? 0 : 2);
    frame->length = length + (is_long ? 4 : 2);
    frame->start[0] = 0x81;
    frame->start[1] = is_long ? 126 : (unsigned char)length;
    if (is_long) frame->start[2] = (unsigned char)(length >> 8), frame->start[3] = (unsigned char)length;
}

static const char *time_of_round(void) {
    if (round_time[0]) return round_time;
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t length = strftime(round_time, sizeof round_time, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(round_time + length, sizeof round_time - length, ".%03dZ", (int)(now.tv_nsec / 1000000));
    return round_time;
}

/// Encodes the two frames of a message, as large as Snug's: for its sender, and for everybody else.
static void encode(const struct post *post, struct frame *ack, struct frame *message) {
    char *text = begin_frame(message);
    int length = sprintf(
        text,
        "{\"type\":\"message\",\"id\":%" PRId64 ",\"room_id\":%" PRId64 ",\"seq\":%" PRId64 ",\"user_id\":%" PRId64
        ",\"content\":\"%.*s\",\"timestamp\":\"%s\",\"client_id\":\"%.*s\",\"rev\":0}",
        post->id, post->room->id, post->seq, post->from->user, post->content_length, post->content, time_of_round(),
        post->client_id_length, post->client_id);
    end_frame(message, (size_t)length);
    int ack_length = sprintf(
        begin_frame(ack), "{\"type\":\"ack\",\"client_id\":\"%.*s\",\"message\":%.*s}", post->client_id_length,
        post->client_id, length, text);
    end_frame(ack, (size_t)ack_length);
}

/// Returns the text after `key`, which no JSON string can hold unescaped; null where it is missing.
static const char *after(const char *text, size_t length, const char *key) {
    char *found = memmem(text, length, key, strlen(key));
    return found ? found + strlen(key) : nullptr;
}

static int string_length(const char *text, const char *end) {
    const char *p = text;
    while (p < end && *p != '"') p += *p == '\\' ? 2 : 1;
    return (int)((p < end ? p : end) - text);
}

static void read_text(struct connection *c, const char *text, size_t length) {
    const char *end = text + length, *room = after(text, length, "\"room_id\":");
    struct post post = {.from = c};
    post.content = after(text, length, "\"content\":\"");
    post.client_id = after(text, length, "\"client_id\":\"");
    // The brace also stops strtoll, for what follows a frame is not ours to read.
    if (!room || !post.content || !post.client_id || end[-1] != '}') return kill_connection(c);
    post.content_length = string_length(post.content, end);
    post.client_id_length = string_length(post.client_id, end);
    if (post.content_length > TEXT_BYTES_MAX / 2 || post.client_id_length > 64) return kill_connection(c);
    post.room = room_of(strtoll(room, nullptr, 10));
    post.seq = ++post.room->last_seq;
    floor_post(&post);
}

#include "socket.h"

#endif
