// floor-fanout: the least that a message can cost. Each frame is written to each socket of its room at once;
// nothing is stored. Every server's cost of a delivery is stated as a multiple of this one's.
#define _GNU_SOURCE
#include "floor.h"

static int64_t last_id;

static void floor_post(struct post *post) {
    static struct frame ack, message;
    post->id = ++last_id;
    encode(post, &ack, &message);
    for (size_t i = 0; i < post->room->count; i++) {
        struct connection *member = post->room->members[i];
        if (member != post->from) deliver(member, message.start, message.length);
    }
    deliver(post->from, ack.start, ack.length);
}

static void floor_round_ended(void) {}

static size_t floor_request(struct connection *c, const char *, size_t) { return refuse(c, "404 Not Found"), 0; }

static size_t floor_body(struct connection *, const unsigned char *, size_t) { return 0; }

static void floor_drained(struct connection *) {}

int main(void) {
    floor_run();
}
