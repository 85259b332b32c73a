// The words and looks of files, which are fetched with the first of them.
import { styleSheet } from "../drawing/style-sheet.js";
import { learnTalkWords } from "../words/talk-words.js";

/// Fetches them, once.
export const learnFiles = () => Promise.all([learnTalkWords(), styleSheet("/assets/attachments/seeing.css")]);
