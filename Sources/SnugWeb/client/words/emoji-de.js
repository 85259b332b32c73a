// The German words that find the emoji of emoji.js; the first one is the emoji's name.

export const table = `
😀 grinsen fröhlich|😄 lächeln fröhlich|😁 strahlen|😆 lachen|😅 schweißlächeln puh|😂 freudentränen lachen|🤣 kugeln lachen|🙂 leises_lächeln|🙃 kopfüber|😉 zwinkern
😊 freundlich rot|😇 unschuldig engel|🥰 verliebt herzen|😍 herzaugen liebe|🤩 sternaugen wow|😘 kuss|😋 lecker|😜 zunge albern|🤪 verrückt|🤗 umarmung
🤭 kichern|🤫 pst leise|🤔 nachdenken hmm|🤨 zweifel augenbraue|😐 neutral|😑 ausdruckslos|😶 sprachlos|😏 verschmitzt|😒 genervt|🙄 augenrollen
😬 grimasse peinlich|😌 erleichtert|😔 bedrückt|😪 müde|😴 schlafen|😷 maske krank|🤒 fieber krank|🤕 verletzt verband|🤢 übel|🥵 heiß|🥶 eiskalt frieren
🥴 benebelt|😵 schwindlig|🤯 fassungslos|🥳 feiern geburtstag|😎 cool sonnenbrille|🤓 streber|🧐 monokel|😕 verwirrt|😟 besorgt|🙁 traurig|😮 überrascht wow
😲 erstaunt|😳 verlegen|🥺 flehend bitte|😢 weinen traurig|😭 heulen|😱 schrei angst|😞 enttäuscht|😓 schweiß|😩 erschöpft|😫 k_o müde|🥱 gähnen langweilig
😤 schnauben|😡 wütend|🤬 fluchen|😈 teufel|💀 totenkopf|💩 haufen kacke|🤡 clown|👻 gespenst|👽 außerirdisch|🤖 roboter|🎃 kürbis|😺 katze_lächelt
👍 daumen_hoch ja gut|👎 daumen_runter nein schlecht|👌 ok|✌️ frieden sieg|🤞 daumen_drücken glück|🤙 ruf_an|👏 klatschen bravo|🙌 jubel hurra|🙏 danke bitte beten|🤝 handschlag abgemacht|💪 stark muskel|👋 winken hallo tschüss|✋ stopp hand|👀 augen gucken|🫶 herzhände|🫡 salutieren
❤️ herz liebe|🧡 oranges_herz|💛 gelbes_herz|💚 grünes_herz|💙 blaues_herz|💜 lila_herz|🖤 schwarzes_herz|💔 gebrochenes_herz|💯 hundert|✨ funkeln|⭐ stern|🌟 leuchtender_stern|💥 knall|🔥 feuer heiß|💧 tropfen|💤 schlaf
🎉 party feiern|🎊 konfetti|🎂 kuchen geburtstag torte|🎁 geschenk|🎈 luftballon|🏆 pokal gewonnen|🥇 gold medaille|⚽ fußball|🏀 basketball|🎾 tennis|🏃 laufen rennen|🚴 radfahren|🏊 schwimmen|🎮 spielen|🎲 würfel|🎵 musik note|🎸 gitarre|🎬 film|📚 bücher|🎨 kunst malen
🐶 hund|🐱 katze|🐭 maus|🐰 hase|🦊 fuchs|🐻 bär|🐼 panda|🐸 frosch|🐔 huhn|🐧 pinguin|🦉 eule|🐝 biene|🦋 schmetterling|🐢 schildkröte|🐟 fisch|🐳 wal|🌱 keimling|🌿 kraut|🌳 baum|🌸 blüte|🌻 sonnenblume|🍀 kleeblatt glück|🍄 pilz|🍂 herbst laub
🍎 apfel|🍏 grüner_apfel|🍐 birne|🍊 orange|🍋 zitrone|🍌 banane|🍉 melone|🍇 trauben|🍓 erdbeere|🍒 kirsche|🥑 avocado|🍅 tomate|🥕 karotte möhre|🌶️ chili scharf|🍞 brot|🧀 käse|🥚 ei|🥞 pfannkuchen|🍔 burger|🍟 pommes|🍕 pizza|🌮 taco|🍝 nudeln|🍜 suppe|🍣 sushi|🍰 kuchenstück torte|🍪 keks|🍫 schokolade|🍦 eis|☕ kaffee|🍵 tee|🍺 bier|🍷 wein|🥂 prost anstoßen|🥤 getränk
☀️ sonne|🌤️ heiter sonne|☁️ wolke|🌧️ regen|⛈️ gewitter|❄️ schnee|🌈 regenbogen|🌙 mond|🌍 welt erde|🏠 zuhause haus|🏢 büro|🏫 schule|🏥 krankenhaus|🚗 auto|🚌 bus|🚆 zug bahn|✈️ flugzeug reise|🚲 fahrrad|⛺ zelt|🏖️ strand|🏔️ berg
✅ erledigt haken ja|☑️ kästchen|❌ kreuz nein|❓ frage|❗ ausrufezeichen|⚠️ warnung achtung|🚫 verboten|💡 idee|🔔 glocke|📌 pinnnadel|📎 büroklammer|📷 foto kamera|📞 telefon|💻 laptop computer|⌛ warten sanduhr|⏰ wecker uhr|📅 kalender termin|✏️ bleistift|🔑 schlüssel|🔒 schloss|🔧 werkzeug|🔨 hammer|🧹 besen putzen|🧺 korb wäsche|🛒 einkaufen|💰 geld|📦 paket|📈 kurve aufwärts|🗑️ müll papierkorb|🚀 rakete
`;
