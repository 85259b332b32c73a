// The bytes of a socket, from the first: the upgrade request, then masked frames; and the loop that reads them all.
#ifndef SOCKET_H
#define SOCKET_H

static void refuse(struct connection *c, const char *status) {
    char answer[128];
    int length = snprintf(answer, sizeof answer, "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status);
    deliver(c, answer, (size_t)length);
    kill_connection(c);
}

/// Reads `GET /ws?token=USER.ROOM.ROOM… HTTP/1.1`, or hands on another request; returns how many bytes the request took, 0 if there are too few.
static size_t read_request(struct connection *c, char *text, size_t length) {
    char *end = memmem(text, length, "\r\n\r\n", 4);
    if (!end) return length > HEAD_BYTES_MAX ? (refuse(c, "431 Request Header Fields Too Large"), 0) : 0;
    end[2] = '\0';
    static const char line[] = "GET /ws?token=", name[] = "\r\nSec-WebSocket-Key:";
    char *key = strcasestr(text, name);
    if (strncmp(text, line, sizeof line - 1) != 0) return floor_request(c, text, (size_t)(end + 4 - text));
    if (!key || strspn(key + sizeof name - 1, " ") + KEY_BYTES > strlen(key + sizeof name - 1))
        return refuse(c, "400 Bad Request"), 0;
    key += sizeof name - 1;
    key += strspn(key, " ");

    char *token = text + sizeof line - 1;
    c->user = strtoll(token, &token, 10);
    while (*token == '.') {
        char *digits = token + 1;
        int64_t room = strtoll(digits, &token, 10);
        if (token == digits) break;
        join(c, room_of(room));
    }
    char accept[ACCEPT_BYTES + 1], answer[256];
    websocket_accept(key, accept);
    int answer_length = snprintf(
        answer, sizeof answer,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: %s\r\n\r\n",
        accept);
    deliver(c, answer, (size_t)answer_length);
    static struct frame hello;
    int hello_length = sprintf(
        begin_frame(&hello),
        "{\"type\":\"hello\",\"user_id\":%" PRId64 ",\"session_id\":%" PRId64 ",\"server\":\"floor\",\"rooms\":{}}",
        c->user, c->user);
    end_frame(&hello, (size_t)hello_length);
    deliver(c, hello.start, hello.length);
    c->is_open = true;
    return (size_t)(end + 4 - text);
}

/// Reads one frame (RFC 6455 §5.2), unmasking it where it stands; returns how many bytes it took, 0 if too few.
static size_t read_frame(struct connection *c, unsigned char *bytes, size_t available) {
    if (available < 6) return 0;
    unsigned opcode = bytes[0] & 15;
    size_t length = bytes[1] & 127, header = 6;
    bool is_whole = bytes[0] & 128, is_masked = bytes[1] & 128;
    if (!is_whole || !is_masked || length == 127) return kill_connection(c), 0;
    if (length == 126) {
        length = (size_t)bytes[2] << 8 | bytes[3];
        header = 8;
    }
    if (available < header + length) return 0;
    unsigned char *payload = bytes + header, *mask = payload - 4;
    for (size_t i = 0; i < length; i++) payload[i] ^= mask[i & 3];
    if (opcode == 1) {
        read_text(c, (const char *)payload, length);
    } else if (opcode == 8) {
        deliver(c, (unsigned char[]){0x88, 0}, 2);
        kill_connection(c);
    } else if (opcode == 9 && length <= 125) {
        unsigned char pong[127] = {0x8a, (unsigned char)length};
        memcpy(pong + 2, payload, length);
        deliver(c, pong, length + 2);
    }
    return header + length;
}

static void read_connection(struct connection *c) {
    // One spare byte, so that a request's text always ends.
    static unsigned char scratch[TEXT_BYTES_MAX + HEAD_BYTES_MAX + 1];
    ssize_t count = recv(c->fd, scratch, sizeof scratch - 1, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return kill_connection(c);
    unsigned char *bytes = scratch;
    size_t length = (size_t)count, taken = 0;
    if (c->in.length) {
        append(&c->in, scratch, length);
        bytes = c->in.data, length = c->in.length;
    }
    while (!c->is_dead && taken < length) {
        bool is_body = c->transfer.is_upload && c->transfer.left;
        size_t step = c->is_open ? read_frame(c, bytes + taken, length - taken)
                      : is_body  ? floor_body(c, bytes + taken, length - taken)
                                 : read_request(c, (char *)bytes + taken, length - taken);
        if (!step) break;
        taken += step;
    }
    if (bytes == scratch) {
        if (taken < length) append(&c->in, bytes + taken, length - taken);
    } else {
        drop_front(&c->in, taken);
    }
}

static void accept_connections(int listener) {
    for (int fd; (fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        struct connection *c = resized(nullptr, sizeof *c);
        *c = (struct connection){.fd = fd};
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
    }
}

static int listen_on_loopback(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, SOMAXCONN) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) < 0)
        die("listen");
    printf("listening %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void watch(int fd, int *what) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = what};
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
}

/// Serves until told to stop.
static void floor_run(void) {
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, nullptr);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    // Their addresses tell these events from those of connections.
    int signals = signalfd(-1, &stops, SFD_CLOEXEC), listener = listen_on_loopback(), input = STDIN_FILENO;
    if (epoll_fd < 0 || signals < 0) die("epoll");
    watch(signals, &signals);
    watch(listener, &listener);
    struct stat status;
    if (fstat(input, &status) == 0 && S_ISFIFO(status.st_mode)) watch(input, &input);

    for (bool is_running = true; is_running;) {
        struct epoll_event events[EVENTS_A_ROUND];
        int count = epoll_wait(epoll_fd, events, EVENTS_A_ROUND, -1);
        if (count < 0 && errno != EINTR) die("epoll_wait");
        round_time[0] = '\0';
        for (int i = 0; i < count; i++) {
            void *what = events[i].data.ptr;
            if (what == &listener) {
                accept_connections(listener);
            } else if (what == &signals || what == &input) {
                is_running = false;
            } else {
                struct connection *c = what;
                if (c->is_dead) continue;
                if (events[i].events & EPOLLOUT && !c->is_touched)
                    c->is_touched = true, c->next_touched = touched, touched = c;
                if (events[i].events & ~(uint32_t)EPOLLOUT) read_connection(c);
            }
        }
        floor_round_ended();
        flush_touched();
        bury_dead();
    }
    close(listener);
    close(signals);
    close(epoll_fd);
}

#endif
