extension Schema {
    /// The index of words: rows beside the messages, so that those stay as they are when their words come in.
    ///
    /// What is inserted waits in the index's list for its place no longer than a search can look through it in passing.
    static let search = """
        CREATE TABLE message_words (
            message_id bigint PRIMARY KEY,
            room_id bigint NOT NULL,
            words tsvector NOT NULL
        );
        CREATE INDEX message_words_by_word ON message_words USING gin (words) WITH (gin_pending_list_limit = 256);

        CREATE TABLE message_index (
            is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
            version text NOT NULL DEFAULT '',
            begun_at timestamptz NOT NULL DEFAULT now(),
            last_id bigint NOT NULL DEFAULT 0
        ) WITH (fillfactor = 10);
        INSERT INTO message_index DEFAULT VALUES;

        CREATE TABLE search_days (
            day bigint PRIMARY KEY,
            first_id bigint NOT NULL,
            last_id bigint NOT NULL
        );
        """
}
