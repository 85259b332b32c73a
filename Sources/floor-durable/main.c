// floor-durable: the least that a durable message can cost. All messages of one epoll round go into one
// transaction (WAL, synchronous=FULL); when it is on disk, each socket gets all that is for it in one write. Files are
// kept and served in rows as large as Snug's.
// Usage: floor-durable DATABASE
#define _GNU_SOURCE
#include "../floor-fanout/floor.h"

#include <sqlite3.h>

static sqlite3 *database;
static sqlite3_stmt *begin, *insert, *commit;
static bool in_transaction;

[[noreturn]] static void die_of_sqlite(const char *what) {
    fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(database));
    exit(1);
}

static sqlite3_stmt *prepared(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
        die_of_sqlite(sql);
    return statement;
}

static void run(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) die_of_sqlite(sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static void floor_post(struct post *post) {
    static struct frame ack, message;
    if (!in_transaction) run(begin);
    in_transaction = true;
    const char *now = time_of_round();
    sqlite3_bind_int64(insert, 1, post->room->id);
    sqlite3_bind_int64(insert, 2, post->seq);
    sqlite3_bind_int64(insert, 3, post->from->user);
    sqlite3_bind_text(insert, 4, post->content, post->content_length, SQLITE_STATIC);
    sqlite3_bind_text(insert, 5, now, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 6, post->client_id, post->client_id_length, SQLITE_STATIC);
    run(insert);
    post->id = sqlite3_last_insert_rowid(database);
    encode(post, &ack, &message);
    for (size_t i = 0; i < post->room->count; i++) {
        struct connection *member = post->room->members[i];
        if (member != post->from) deliver_later(member, message.start, message.length);
    }
    deliver_later(post->from, ack.start, ack.length);
}

#include "files.h"

/// Commits the round's messages and rows of files; the loop writes what is to be delivered only after this.
static void floor_round_ended(void) {
    if (in_transaction) run(commit);
    in_transaction = false;
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: %s DATABASE\n", arguments[0]);
        return 64;
    }
    if (sqlite3_open(arguments[1], &database) != SQLITE_OK) die_of_sqlite(arguments[1]);
    // The two promises of PROTOCOL §2 that a row must keep: numbered without doubles, and sent only once.
    static const char schema[] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE IF NOT EXISTS messages(id INTEGER PRIMARY KEY, room_id INTEGER NOT NULL, seq INTEGER NOT NULL,"
        " user_id INTEGER NOT NULL, content TEXT NOT NULL, timestamp TEXT NOT NULL, client_id TEXT NOT NULL,"
        " UNIQUE(room_id, seq), UNIQUE(user_id, client_id)) STRICT;"
        "CREATE TABLE IF NOT EXISTS files(id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL) STRICT;"
        "CREATE TABLE IF NOT EXISTS chunks(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;";
    if (sqlite3_exec(database, schema, nullptr, nullptr, nullptr) != SQLITE_OK) die_of_sqlite(arguments[1]);
    begin = prepared("BEGIN IMMEDIATE");
    insert = prepared(
        "INSERT INTO messages(room_id, seq, user_id, content, timestamp, client_id) VALUES(?, ?, ?, ?, ?, ?)");
    commit = prepared("COMMIT");
    prepare_files();
    floor_run();
    sqlite3_finalize(begin);
    sqlite3_finalize(insert);
    sqlite3_finalize(commit);
    finalize_files();
    return sqlite3_close(database) == SQLITE_OK ? 0 : 1;
}
