// The set-up of SQLite, which one thread makes once, before SQLite is used for the first time; where SQLite does not
// take it, it goes on as it is. Nothing of sqlite3.h stands here: GRDBSQLite has it.
#ifndef CSQLITE_H
#define CSQLITE_H

// Has SQLite keep no count of the memory that it uses: each allocation would take a lock to be counted
// (SQLITE_CONFIG_MEMSTATUS).
void forgo_memory_statistics(void);

// Has each connection that is opened from now on write its log in pieces (log_writes.c).
void gather_log_writes(void);

#endif
