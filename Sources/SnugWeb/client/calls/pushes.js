// The calls about the browsers of one's own that are told of messages while no page is open in them.
import { call } from "../models/api.js";

export const pushes = {
  list: () => call("GET", "/me/push"),
  subscribe: (subscription) => call("POST", "/me/push", subscription),
  end: (id) => call("DELETE", `/me/push/${id}`),
  test: (id) => call("POST", `/me/push/${id}/test`),
};
