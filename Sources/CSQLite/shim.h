// sqlite3_config(3), whose variable arguments Swift cannot give. Nothing of sqlite3.h stands here: GRDBSQLite has it.
extern int sqlite3_config(int, ...);

// Has SQLite keep no count of the memory that it uses, before it is used for the first time.
static inline int forgo_memory_statistics(void) { return sqlite3_config(9 /* SQLITE_CONFIG_MEMSTATUS */, 0); }
