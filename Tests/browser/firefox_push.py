"""Mozilla's push service on this machine, as Firefox talks to it: a socket for browsers, a place for servers to post."""

import base64
import json
import threading
import uuid

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

from support.push_service import PushService

# Granted as by a press: a browser without a window cannot ask.
LEAVE = {
    "dom.push.testing.ignorePermission": True, "permissions.default.desktop-notification": 1,
    # Its own notifications: there is no desktop that would show them.
    "alerts.useSystemBackend": False}


class FirefoxPush(PushService):
    """What is posted here reaches the browser whose socket has asked for that channel."""

    def __init__(self):
        super().__init__()
        self.on_push = self._hand_on
        self.acknowledged = 0
        self._sockets = {}
        self._listener = serve(self._talk, "127.0.0.1", 0, subprotocols=["push-notification"])

    @property
    def preferences(self):
        """What Firefox is told to talk to this service alone."""
        port = self._listener.socket.getsockname()[1]
        return LEAVE | {
            "dom.push.serverURL": f"ws://localhost:{port}/", "dom.push.testing.allowInsecureServerURL": True}

    def _talk(self, socket):
        try:
            for text in socket:
                self._answer(socket, json.loads(text))
        except ConnectionClosed:
            pass  # The browser has gone.

    def _answer(self, socket, message):
        say = lambda **words: socket.send(json.dumps(words))
        match message.get("messageType"):
            case "hello":
                uaid = message.get("uaid") or uuid.uuid4().hex
                say(messageType="hello", status=200, uaid=uaid, use_webpush=True, broadcasts={})
            case "register":
                channel = message["channelID"]
                self._sockets[f"/wpush/{channel}"] = socket, channel
                say(messageType="register", status=200, channelID=channel, pushEndpoint=f"http://{self.place}/wpush/{channel}")
            case "unregister":
                self.answers[f"/wpush/{message['channelID']}"] = 410
                say(messageType="unregister", status=200, channelID=message["channelID"])
            case "ack":
                self.acknowledged += len(message["updates"])
            case None:
                socket.send("{}")  # A ping.

    def _hand_on(self, request):
        socket, channel = self._sockets[request.path]
        socket.send(json.dumps({
            "messageType": "notification", "channelID": channel, "version": str(uuid.uuid4()),
            "data": base64.urlsafe_b64encode(request.body).rstrip(b"=").decode(),
            "headers": {"encoding": request.headers["content-encoding"]}}))

    def __enter__(self):
        threading.Thread(target=self._listener.serve_forever, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *how):
        self._listener.shutdown()
        super().__exit__(*how)
