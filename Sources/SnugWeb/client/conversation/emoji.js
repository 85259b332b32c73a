// The emoji that can be picked and completed, with the words that find them. Fetched when the first one is looked for.

const table = `
😀 grin happy|😄 smile happy|😁 beam|😆 laugh|😅 sweat_smile phew|😂 joy tears laugh|🤣 rofl laugh|🙂 slight_smile|🙃 upside_down|😉 wink
😊 blush|😇 innocent angel|🥰 loved hearts|😍 heart_eyes love|🤩 star_struck wow|😘 kiss|😋 yum tasty|😜 wink_tongue silly|🤪 zany|🤗 hug
🤭 giggle|🤫 shush quiet|🤔 thinking hmm|🤨 doubt eyebrow|😐 neutral|😑 expressionless|😶 speechless|😏 smirk|😒 unamused|🙄 eye_roll
😬 grimace awkward|😌 relieved|😔 pensive|😪 sleepy|😴 sleeping zzz|😷 mask ill|🤒 fever ill|🤕 hurt bandage|🤢 nausea|🥵 hot|🥶 cold freezing
🥴 woozy|😵 dizzy|🤯 mind_blown|🥳 party birthday|😎 cool sunglasses|🤓 nerd|🧐 monocle|😕 confused|😟 worried|🙁 frown|😮 surprised wow
😲 astonished|😳 flushed|🥺 pleading please|😢 cry sad|😭 sob crying|😱 scream fear|😞 disappointed|😓 sweat|😩 weary|😫 tired|🥱 yawn bored
😤 huff|😡 rage angry|🤬 swearing|😈 devil|💀 skull dead|💩 poop|🤡 clown|👻 ghost|👽 alien|🤖 robot|🎃 pumpkin|😺 cat_smile
👍 thumbs_up yes good plus_one|👎 thumbs_down no bad minus_one|👌 ok|✌️ victory peace|🤞 fingers_crossed luck|🤙 call_me|👏 clap bravo|🙌 raised_hands hooray|🙏 thanks please pray|🤝 handshake deal|💪 strong muscle|👋 wave hello bye|✋ stop hand|👀 eyes look|🫶 heart_hands|🫡 salute
❤️ heart love|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart|💜 purple_heart|🖤 black_heart|💔 broken_heart|💯 hundred|✨ sparkles|⭐ star|🌟 glowing_star|💥 boom|🔥 fire hot|💧 drop|💤 zzz sleep
🎉 tada party celebrate|🎊 confetti|🎂 cake birthday|🎁 gift present|🎈 balloon|🏆 trophy win|🥇 gold medal|⚽ football soccer|🏀 basketball|🎾 tennis|🏃 run|🚴 bike|🏊 swim|🎮 game|🎲 dice|🎵 music note|🎸 guitar|🎬 film|📚 books|🎨 art paint
🐶 dog|🐱 cat|🐭 mouse|🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐸 frog|🐔 chicken|🐧 penguin|🦉 owl|🐝 bee|🦋 butterfly|🐢 turtle|🐟 fish|🐳 whale|🌱 seedling|🌿 herb|🌳 tree|🌸 blossom|🌻 sunflower|🍀 clover luck|🍄 mushroom|🍂 autumn leaves
🍎 apple|🍏 green_apple|🍐 pear|🍊 orange|🍋 lemon|🍌 banana|🍉 melon|🍇 grapes|🍓 strawberry|🍒 cherry|🥑 avocado|🍅 tomato|🥕 carrot|🌶️ chili hot|🍞 bread|🧀 cheese|🥚 egg|🥞 pancakes|🍔 burger|🍟 fries|🍕 pizza|🌮 taco|🍝 pasta|🍜 noodles soup|🍣 sushi|🍰 cake slice|🍪 cookie|🍫 chocolate|🍦 ice_cream|☕ coffee|🍵 tea|🍺 beer|🍷 wine|🥂 cheers toast|🥤 drink
☀️ sun|🌤️ sun_cloud|☁️ cloud|🌧️ rain|⛈️ storm|❄️ snow|🌈 rainbow|🌙 moon|🌍 world earth|🏠 home house|🏢 office|🏫 school|🏥 hospital|🚗 car|🚌 bus|🚆 train|✈️ plane travel|🚲 bicycle|⛺ tent camp|🏖️ beach|🏔️ mountain
✅ done check yes|☑️ checkbox|❌ cross no|❓ question|❗ exclamation|⚠️ warning|🚫 forbidden|💡 idea|🔔 bell|📌 pin|📎 paperclip|📷 photo camera|📞 phone|💻 laptop computer|⌛ wait hourglass|⏰ alarm clock|📅 calendar date|✏️ pencil|🔑 key|🔒 lock|🔧 wrench tool|🔨 hammer|🧹 broom clean|🧺 basket laundry|🛒 shopping|💰 money|📦 package|📈 chart up|🗑️ bin trash|🚀 rocket ship
`;

const entries = (text) => text.trim().split(/[\n|]/).map((entry) => entry.split(" "));
const english = entries(table).map(([sign, ...words]) => ({ emoji: sign, name: words[0], words }));

const translations = {
  de: () => import("../words/emoji-de.js"),
};

/// A promise of `[{emoji, name, words}]`. After the words of the language come the English ones: many know `:heart`
/// from elsewhere.
export async function emojiIn(language) {
  if (!Object.hasOwn(translations, language)) return english;
  const translation = new Map(entries((await translations[language]()).table).map(([sign, ...words]) => [sign, words]));
  return english.map(({ emoji, words }) => {
    const all = [...translation.get(emoji) ?? [], ...words];
    return { emoji, name: all[0], words: all };
  });
}

/// The emoji of which a word begins with the query; all for an empty one.
export function findEmoji(query, known) {
  const wanted = query.trim().toLocaleLowerCase().replaceAll(" ", "_");
  return known.filter(({ words }) => words.some((word) => word.startsWith(wanted)));
}
