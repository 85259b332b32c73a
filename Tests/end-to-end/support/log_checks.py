"""Holds what clients were told to what the database has, read without any server."""

from .rows import rows


def check_logs(database, clients, rooms):
    """Each member's copy of a room is the database's, in order, nothing missing and nothing doubled."""
    for room in rooms:
        kept = {
            seq: (user, None if deleted else content, rev) for seq, user, content, rev, deleted in rows(
                database, "SELECT seq, user_id, content, rev, deleted_at FROM messages WHERE room_id = ?", room)}
        assert sorted(kept) == list(range(1, len(kept) + 1))
        assert rows(database, "SELECT last_seq FROM rooms WHERE id = ?", room) == [(len(kept),)]
        members = {user for user, in rows(database, "SELECT user_id FROM room_members WHERE room_id = ?", room)}
        for client in clients:
            if client.person.id not in members:
                continue
            copy = {
                seq: (message["user_id"], None if message.get("deleted_at") else message["content"], message["rev"])
                for seq, message in client.logs[room].messages.items()}
            differs = {seq: (copy.get(seq), kept.get(seq)) for seq in copy | kept if copy.get(seq) != kept.get(seq)}
            assert not differs, f"{client.number} differs in room {room} (what it has, what is kept): {differs}"


def check_acknowledged(database, clients):
    """What was acknowledged is there, where it was said to be, once; returns how much that is."""
    kept = {}
    for user, client_id, room, seq in rows(
            database, "SELECT user_id, client_id, room_id, seq FROM messages WHERE client_id IS NOT NULL"):
        assert (user, client_id) not in kept, f"{client_id} of {user} is there twice"
        kept[user, client_id] = (room, seq)
    for client in clients:
        for client_id, place in client.acknowledged.items():
            assert kept.get((client.person.id, client_id)) == place, f"{client_id} was acknowledged as {place}"
    return sum(len(client.acknowledged) for client in clients)
