// Files over HTTP: `POST` stores a body in rows of 256 KiB, each in the transaction of the round that completes it, and
// answers `{"id":N}` once the last is on disk; `GET /api/v1/attachments/N` serves it, a row at a time as it is taken.
#ifndef FILES_H
#define FILES_H

enum { ROW_BYTES = 1 << 18 };

static sqlite3_stmt *add_file, *find_file, *add_chunk, *find_chunk;

static void prepare_files(void) {
    add_file = prepared("INSERT INTO files(size) VALUES(?)");
    find_file = prepared("SELECT size FROM files WHERE id = ?");
    add_chunk = prepared("INSERT INTO chunks(id, bytes) VALUES(?, ?)");
    find_chunk = prepared("SELECT bytes FROM chunks WHERE id = ?");
}

static void finalize_files(void) {
    sqlite3_finalize(add_file);
    sqlite3_finalize(find_file);
    sqlite3_finalize(add_chunk);
    sqlite3_finalize(find_chunk);
}

static void begin_transaction(void) {
    if (!in_transaction) run(begin);
    in_transaction = true;
}

static size_t take_upload(struct connection *c, const char *head, size_t length) {
    const char *size = strcasestr(head, "\r\nContent-Length:");
    if (!size) return refuse(c, "411 Length Required"), 0;
    begin_transaction();
    c->transfer = (struct transfer){.left = strtoll(size + 17, nullptr, 10), .is_upload = true};
    sqlite3_bind_int64(add_file, 1, c->transfer.left);
    run(add_file);
    c->transfer.id = sqlite3_last_insert_rowid(database);
    return length;
}

static size_t begin_download(struct connection *c, int64_t id, size_t length) {
    sqlite3_bind_int64(find_file, 1, id);
    bool is_there = sqlite3_step(find_file) == SQLITE_ROW;
    c->transfer = (struct transfer){.id = id, .left = is_there ? sqlite3_column_int64(find_file, 0) : 0};
    sqlite3_reset(find_file);
    if (!is_there) return refuse(c, "404 Not Found"), 0;
    char answer[128];
    int answer_length = snprintf(
        answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Length: %" PRId64 "\r\n\r\n", c->transfer.left);
    deliver_later(c, answer, (size_t)answer_length);
    return length;
}

static size_t floor_request(struct connection *c, const char *head, size_t length) {
    static const char get[] = "GET /api/v1/attachments/";
    if (strncmp(head, "POST ", 5) == 0) return take_upload(c, head, length);
    if (strncmp(head, get, sizeof get - 1) != 0) return refuse(c, "404 Not Found"), 0;
    return begin_download(c, strtoll(head + sizeof get - 1, nullptr, 10), length);
}

/// Stores the next row of an upload once all of it is here; returns how many bytes it took.
static size_t floor_body(struct connection *c, const unsigned char *bytes, size_t available) {
    size_t wanted = c->transfer.left < ROW_BYTES ? (size_t)c->transfer.left : ROW_BYTES;
    if (available < wanted) return 0;
    begin_transaction();
    sqlite3_bind_int64(add_chunk, 1, c->transfer.id << 16 | c->transfer.row++);
    sqlite3_bind_blob(add_chunk, 2, bytes, (int)wanted, SQLITE_STATIC);
    run(add_chunk);
    c->transfer.left -= (int64_t)wanted;
    if (c->transfer.left == 0) {
        char answer[128], body[32];
        int body_length = snprintf(body, sizeof body, "{\"id\":%" PRId64 "}", c->transfer.id);
        int length = snprintf(
            answer, sizeof answer, "HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%s", body_length, body);
        deliver_later(c, answer, (size_t)length);
    }
    return wanted;
}

/// Writes the next row of a download; the one after it when the kernel has room, so that others have their turn.
static void floor_drained(struct connection *c) {
    sqlite3_bind_int64(find_chunk, 1, c->transfer.id << 16 | c->transfer.row++);
    if (sqlite3_step(find_chunk) != SQLITE_ROW) return kill_connection(c);
    int length = sqlite3_column_bytes(find_chunk, 0);
    c->transfer.left -= length;
    deliver(c, sqlite3_column_blob(find_chunk, 0), (size_t)length);
    sqlite3_reset(find_chunk);
    if (!c->is_dead && c->transfer.left) await_room(c, true);
}

#endif
