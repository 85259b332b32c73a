// The words of the search among messages, in English.
import { called } from "../../text/called.js";
import { counter } from "../../text/counting.js";

const count = counter("en");

export const words = {
  // The field and its filters
  searchMessages: "Search messages",
  clearSearch: "Clear the field",
  oneself: (name) => `${called(name)} (you)`,
  hereNoMore: "no longer here",
  narrow: "Narrow the search",
  filterFrom: "From…",
  filterIn: "In…",
  filterDays: "Days…",
  typedFilters: { person: "from:", room: "in:" },
  hasKinds: { file: "Files", image: "Pictures", link: "Links" },
  fromPerson: (name) => `From ${called(name)}`,
  inRoom: (name) => `In ${called(name)}`,
  sinceDay: (day) => `Since ${day}`,
  untilDay: (day) => `Until ${day}`,
  removeFilter: (filter) => `${filter}, remove`,
  noPersonFor: (name) => `Nobody here is called “${called(name)}”.`,
  noRoomFor: (name) => `None of your rooms is called “${called(name)}”.`,
  severalCalled: (name) => `Several are called “${called(name)}”. Pick one from the list.`,
  noMinusFor: (filter) => `A minus leaves out words, not filters such as ${called(filter)}.`,
  noDayFor: (filter) => `“${called(filter)}” names no day. Days are written like 2026-11-01.`,
  noThingFor: (name) => `There is no has:${called(name)}. It can be file, image or link.`,
  daysTitle: "Days",
  firstDay: "From",
  lastDay: "To",
  daysPast: { 0: "Today", 7: "7 days", 30: "30 days", 365: "A year" },
  anyDay: "Any day",
  showDay: (day) => `Go to ${day}`,
  dayNotThere: "Nothing was said on that day. This is what came next.",
  nothingSince: "Nothing was said there on that day or later.",

  backToSearch: "Back to the search",

  // Before a search
  recentSearches: "Recent searches",
  forgetSearch: (search) => `Forget ${search}`,
  forgetSearches: "Forget all",
  recentHere: "Only this device knows them.",
  waysToSearch: "Ways to search",
  ways: [
    ["\"garden party\"", "these words, side by side"],
    ["tea -milk", "with the one word, without the other"],
    ["from:Ann in:Kitchen", "by one person, in one room"],
    ["has:image", "with pictures; file and link too"],
    ["since:2026-11-01", "from that day on; until: up to a day"],
  ],
  wordMissing: "Add a word to search for.",
  allFiles: "All pictures and files",
  emojiAlone: "Emoji are not searched for. Add a word.",

  // Results
  placesFound: "Rooms and people",
  searching: "Searching…",
  searchingLong: "Still searching. This takes longer than usual.",
  resultsFound: (n, hasMore) => `${hasMore ? "The newest " : ""}${count(n, "result", "results")}`,
  nothingFound: "Nothing found",
  nothingFoundHint: "Words are found whole; only the last one may be a beginning, from three letters on.",
  nothingFoundYet: "Nothing found so far.",
  searchFurther: "Search further back",
  inAllRooms: "Search all rooms",
  withoutFilters: "Search without filters",
  withoutQuotes: "Search the words apart",
  withoutMinus: "Leave nothing out",
  searchOffline: "No connection. The search goes on once there is one.",
  searchAgainSoon: "That was a lot at once. The search goes on in a moment.",
  moreResults: "Show more",
  resultsEnd: "This is all.",
  tooManyResults: "There are more, further back. Another word, a room or days make it fewer.",
  moreFiles: (n) => count(n, "more file", "more files"),
};
