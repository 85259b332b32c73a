"""What a file may take: its own size, a person's share, the room in all, and the places for those on their way. Each is
told before the file comes, and no number of uploads at once passes it (SECURITY.md, lines 25 and 37)."""

import contextlib
import shutil
import sqlite3
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.attachments import ATTACHMENTS, Begun, noise, picture, posted, upload, uploaded, used
from support.deadline import eventually
from support.raw_http import RawConnection
from support.server import SnugServer
from support.snug import SnugProcess

pytestmark = pytest.mark.security(25, 37)

A_FILE, A_PERSON, IN_ALL = 300_000, 1_000_000, 2_500_000
A_PERSON_AT_ONCE, AT_ONCE = 3, 8
CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.fixture(scope="module")
def server_flags():
    return "--upload-max-bytes", str(A_FILE), "--storage-per-user", str(A_PERSON), "--storage", str(IN_ALL)


@pytest.fixture(scope="module")
def people(server):
    return [server.register(name) for name in ("Ada", "Ben", "Cleo", "Dan")]


@pytest.fixture(scope="module")
def room(server, people):
    return server.room(*people)


@pytest.fixture(autouse=True)
def nothing_kept(server, people):
    """Each test finds and leaves all the room that there is."""
    yield
    for person in people:
        for room in person.get("/api/v1/rooms").body["rooms"]:
            for file in person.get(f"/api/v1/rooms/{room['id']}/attachments?limit=200").body["attachments"]:
                server.owner.delete(f"/api/v1/rooms/{room['id']}/messages/{file['seq']}")
                person.delete(f"/api/v1/rooms/{room['id']}/messages/{file['seq']}")
    for number in range(1, 400):
        for person in people:
            if person.delete(f"{ATTACHMENTS}/{number}").status == 204:
                break


def test_the_bounds_are_told_before_anything_is_sent(server, people):
    assert server.guest.get("/api/v1/site").body["upload_max_bytes"] == A_FILE
    assert people[0].get("/api/v1/me").body["storage"] == {"used": 0, "max": A_PERSON}


def test_a_file_of_the_size_that_is_allowed_is_taken_and_one_byte_more_is_not(people, room):
    ada = people[0]
    assert uploaded(ada, room, noise(A_FILE), "a.bin")["size"] == A_FILE
    for length in (A_FILE + 1, 1 << 40, (1 << 63) - 1):
        with Begun(ada, room, length) as begun:
            answer = begun.answer()
        assert (answer.status, answer.body["code"]) == (413, "too_large")
        assert any(character.isdigit() for character in answer.body["detail"]), "the limit is said"
    for length in (A_FILE + 1, 1_000_000):
        answer = upload(ada, room, noise(length), "a.bin")
        assert (answer.status, answer.body["code"]) == (413, "too_large"), "it reaches whoever sends all of it first"
    assert used(ada) == A_FILE


def test_whoever_asks_first_is_told_at_once(people, room):
    with Begun(people[0], room, A_FILE + 1, expects=True) as begun:
        assert begun.answer().status == 413
    with Begun(people[0], room, 100, expects=True) as begun:
        assert begun.answer().status == 100
        begun.send(noise(100))
        assert begun.answer().status == 201


@pytest.mark.parametrize("length", [None, "", "abc", "-1", "1_000", "99999999999999999999999"])
def test_a_length_is_told_or_the_file_refused(people, room, length):
    with Begun(people[0], room, length) as begun:
        answer = begun.answer()
    expected = {(411, "length_required")} if length is None else {
        (400, "malformed_request"), (411, "length_required"), (413, "too_large")}
    code = answer.body["code"] if isinstance(answer.body, dict) else None
    assert (answer.status, code) in expected or (length is not None and answer.status == 400), answer


def test_a_body_in_chunks_has_no_length(people, room):
    with RawConnection(people[0].port) as connection:
        connection.send((
            f"POST /api/v1/rooms/{room}/attachments?name=a.bin HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {people[0].token}\r\nContent-Type: image/png\r\n").encode() + CHUNKED + b"\r\n")
        answer = connection.answer("POST")
    assert (answer.status, answer.body["code"]) == (411, "length_required")


def test_a_persons_share_is_all_that_the_person_gets(people, room):
    ada, ben = people[:2]
    files = [uploaded(ada, room, noise(250_000), "a.bin") for _ in range(3)]
    posted(ada, room, files[0])
    with Begun(ada, room, 250_001) as begun:
        answer = begun.answer()
    assert (answer.status, answer.body["code"]) == (413, "quota_exceeded")
    uploaded(ada, room, noise(250_000), "a.bin")
    assert ada.get("/api/v1/me").body["storage"] == {"used": A_PERSON, "max": A_PERSON}
    answer = upload(ada, room, noise(1), "a.bin")
    assert (answer.status, answer.body["code"]) == (413, "quota_exceeded")
    assert f"more than {A_PERSON >> 10} KB together" in answer.body["detail"]
    uploaded(ben, room, noise(1_000), "a.bin")
    # What goes makes room: what is taken back, and what was said and is not any more.
    assert ada.delete(f"{ATTACHMENTS}/{files[1]['id']}").status == 204
    assert used(ada) == A_PERSON - 250_000
    assert ada.delete(f"/api/v1/rooms/{room}/messages/1").status == 204
    eventually(lambda: used(ada) == A_PERSON - 500_000, "the room of what was said")


def test_what_was_reserved_and_not_kept_is_given_back(people, room):
    """A photograph takes less than its upload did."""
    ada = people[0]
    sent = picture("PNG", (40, 40)) + bytes(100_000)
    file = uploaded(ada, room, sent)
    assert file["size"] < 10_000
    assert used(ada) == file["size"]


def together(count, act):
    """What comes of acts that begin at the same moment."""
    line = threading.Barrier(count)

    def one(number):
        line.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_twenty_at_once_do_not_pass_a_persons_share(people, room):
    ada, size = people[0], 190_000

    def send(number):
        while True:
            answer = upload(ada, room, noise(size), f"{number}.bin")
            if answer.status != 503:
                return answer
            assert int(answer.headers["Retry-After"]) >= 1

    answers = together(20, send)
    taken = [answer for answer in answers if answer.status == 201]
    assert {(answer.status, answer.body.get("code")) for answer in answers} == {(201, None), (413, "quota_exceeded")}
    assert used(ada) == len(taken) * size
    # While one reserves what another then gives back, fewer may pass.
    assert 1 <= len(taken) <= A_PERSON // size
    while left := A_PERSON - used(ada):
        uploaded(ada, room, noise(min(left, A_FILE)), "rest.bin")
    assert upload(ada, room, noise(1), "a.bin").status == 413
    assert used(ada) == A_PERSON


def test_twenty_at_once_do_not_pass_the_room_in_all(server, people, room):
    size = 160_000

    def send(number):
        while True:
            answer = upload(people[number % 4], room, noise(size), f"{number}.bin")
            if answer.status != 503:
                return answer

    answers = together(20, send)
    taken = sum(answer.status == 201 for answer in answers)
    assert {(answer.status, answer.body.get("code")) for answer in answers} == {(201, None), (507, "storage_full")}
    assert sum(map(used, people)) == taken * size <= IN_ALL
    with Begun(people[0], room, 300_000) as begun:
        answer = begun.answer()
    assert (answer.status, answer.body["code"]) in {(507, "storage_full"), (413, "quota_exceeded")}
    assert people[0].post(f"/api/v1/rooms/{room}/messages", {"content": "Words need no room"}).status == 201


def is_busy(person, room):
    """Whether there is no place for one more, as the answer to its head says."""
    with Begun(person, room, 1_000) as begun:
        begun.connection.socket.settimeout(0.5)
        try:
            answer = begun.answer()
        except TimeoutError:
            return False
    assert (answer.status, answer.body["code"]) == (503, "busy"), answer
    assert int(answer.headers["Retry-After"]) >= 1
    return True


@contextlib.contextmanager
def under_way(*owners, room, length=1_000):
    """Uploads that have begun: half of each is there."""
    with contextlib.ExitStack() as all_of_them:
        begun = [all_of_them.enter_context(Begun(person, room, length, expects=True)) for person in owners]
        for each in begun:
            assert each.answer().status == 100
            each.send(noise(length // 2))
        yield begun


def test_so_many_uploads_of_one_person_are_under_way(people, room):
    ada, ben = people[:2]
    with under_way(*[ada] * A_PERSON_AT_ONCE, room=room) as begun:
        eventually(lambda: is_busy(ada, room), "no place for a fourth")
        assert upload(ben, room, noise(10), "b.bin").status == 201, "others have places of their own"
        begun[0].send(noise(500))
        assert begun[0].answer().status == 201
        assert uploaded(ada, room, noise(10), "a.bin"), "one is done, and the next has its place"
        begun[1].close()
        uploaded(ada, room, noise(10), "a.bin")


def test_so_many_uploads_are_under_way_in_all(people, room):
    ada, ben, cleo, dan = people
    with under_way(ada, ada, ada, ben, ben, ben, cleo, cleo, room=room) as begun:
        assert len(begun) == AT_ONCE
        eventually(lambda: is_busy(cleo, room), "no place for a ninth of theirs")
        assert upload(dan, room, noise(10), "d.bin").status == 201, "nobody is kept out by others"
        assert dan.post(f"/api/v1/rooms/{room}/messages", {"content": "Words go through"}).status == 201
        begun[0].close()
        uploaded(cleo, room, noise(10), "c.bin")


def test_so_many_files_of_one_person_wait_for_their_message(server):
    """Nobody fills the server with files that nobody sees."""
    eva = server.register("Eva")
    own = server.room(eva)
    statuses = []
    while len(statuses) < 200 and (not statuses or statuses[-1] == 201):
        answer = upload(eva, own, b"x", "x.txt", "text/plain")
        statuses.append(answer.status)
    assert 10 < len(statuses) < 200
    assert (answer.status, answer.body["code"]) == (429, "too_many_files") and int(answer.headers["Retry-After"]) >= 1
    assert answer.body["detail"] == "100 files wait for their message. Send some of them, or remove some."


def test_a_log_that_was_read_for_long_is_folded_once_an_upload_asks(tmp_path):
    """It holds no uploads up until somebody writes a word."""
    with SnugProcess(tmp_path, "--upload-max-bytes", "100MiB") as process:
        server = SnugServer(process.start())
        ada, room = server.owner, server.room(server.owner)
        log = process.database.with_name("snug.db-wal")
        with contextlib.closing(sqlite3.connect(process.database, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM users").fetchall()
            big = noise(100_000_000)
            while (answer := upload(ada, room, big, "big.bin")).status == 201:
                pass
            assert (answer.status, answer.body["code"]) == (503, "busy"), answer
            assert log.stat().st_size > 512 << 20
        eventually(lambda: upload(ada, room, b"hello", "x.txt", "text/plain").status == 201, "room for it", within=30)
        assert log.stat().st_size < 64 << 20


def test_no_files_are_taken_where_none_are_wanted(tmp_path):
    with SnugProcess(tmp_path, "--upload-max-bytes", "0") as process:
        server = SnugServer(process.start())
        room = server.room(server.owner)
        assert server.guest.get("/api/v1/site").body["upload_max_bytes"] == 0
        answer = upload(server.owner, room, noise(1), "a.bin")
        assert answer.status in (403, 413), answer
        assert server.owner.get("/api/v1/me").body["storage"] == {"used": 0, "max": 0}


@pytest.fixture
def disk(tmp_path):
    """A file system with a size of its own, most of which is never written."""
    image, folder = tmp_path / "image", tmp_path / "disk"
    folder.mkdir()

    @contextlib.contextmanager
    def disk(megabytes):
        with image.open("wb") as file:
            file.truncate(megabytes << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
        subprocess.run(["mount", "-o", "loop", image, folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)

    return disk


def test_a_disk_with_little_room_takes_no_files_and_goes_on_with_words(tmp_path, disk):
    with disk(200) as folder, SnugProcess(tmp_path, database=folder / "data" / "snug.db") as process:
        server = SnugServer(process.start())
        room = server.room(server.owner)
        with Begun(server.owner, room, 1_000) as begun:
            answer = begun.answer()
        assert (answer.status, answer.body["code"]) == (507, "storage_full")
        assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "Words"}).status == 201


@pytest.mark.security(34)
def test_a_disk_that_fills_during_an_upload_costs_that_upload(tmp_path, disk):
    """Nothing of it is left, words say what is the matter, and all goes on once there is room."""
    with disk(1_400) as folder, SnugProcess(tmp_path, database=folder / "data" / "snug.db") as process:
        server = SnugServer(process.start())
        ada, room = server.owner, server.room(server.owner)
        kept = uploaded(ada, room, noise(2_000_000), "kept.bin")
        length = 20_000_000
        with Begun(ada, room, length, expects=True, within=60) as begun:
            assert begun.answer().status == 100
            begun.send(noise(1_000_000))
            filler = folder / "filler"
            subprocess.run(["fallocate", "-l", str(shutil.disk_usage(folder).free - 2_000_000), filler], check=True)
            with contextlib.suppress(ConnectionError):
                begun.send(bytes(length - 1_000_000))
            answer = begun.answer()
            assert (answer.status, answer.body["code"]) == (507, "storage_full")
        assert ada.get(kept["url"]).body == noise(2_000_000)
        filler.unlink()
        eventually(lambda: used(ada) == 2_000_000, "what was reserved is given back", within=30)
        eventually(lambda: upload(ada, room, noise(3_000_000), "again.bin").status == 201, "room again", within=30)
        assert process.terminate() == 0
        assert "Fatal error" not in process.errors

