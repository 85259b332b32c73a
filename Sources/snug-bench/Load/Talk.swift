/// Small talk of many scripts, the same for each number: some words in every other message, most in a few, as languages
/// have them (Zipf 1935).
struct Talk {
    /// The parts of a hundred that each language has.
    private static let languages: [(part: UInt64, language: Language)] = [
        (
            14,
            .words(
                """
                der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an \
                werden aus
                """,
                "ka schlo bru tern ung lich mor wesch fal zei")
        ),
        (
            14,
            .words(
                """
                the of and to in is that it was for on are as with his they at be this from have or by one had
                """,
                "ble tor ing shi wen mar cle port and ish")
        ),
        (
            9,
            .words(
                """
                de la que el en y a los se del las un por con no una su para es al lo como más pero sus
                """,
                "cion ara men tor bre lis dor que nal ero")
        ),
        (
            9,
            .words(
                """
                di e il la che è per un in non una sono mi si ho lo ma ti con cosa le da se no come
                """,
                "zio ne ri ta gli ame nto ssi vol era")
        ),
        (
            9,
            .words(
                """
                и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой
                """,
                "ста ров ний ска дел мор пре гля зна ход")
        ),
        (
            14,
            .words(
                """
                w i na z się nie do to że o jest jak a po tak ale co za by od już czy tylko tego
                """,
                "czy ński wać prze ość jed now sta rze kow")
        ),
        (
            20,
            .letters(
                """
                的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想\
                看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给\
                等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目\
                华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林\
                题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完\
                革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导\
                影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切紧讲办随够怀户存客户文件系统设定
                """)
        ),
        (
            8,
            .letters(
                """
                のにはをたがでてとしれさあいうえおかきくけこすせそちつなねひふへほまみむめもやゆよらりるろわん日本人一大年出会中上生時行見気月分前後手思事自者長\
                間立学何方今高金動所話子供电設定東京新聞朝夜食飲車駅店水木火土ファイルテストメールデータコピーサーバー
                """)
        ),
        (
            3,
            .letters(
                """
                의이가을를은는에서도로와과한하다고지그리나라마바사아자차카타파하기는해요습니까안녕학교사람시간오늘내일친구회사일본한국말씀전화번호메시지
                """)
        ),
    ]

    private enum Language {
        /// Words that are used most, and syllables that the others are made of.
        case words(String, String)
        /// Letters of a script without spaces, those that are used most at the front.
        case letters(String)
    }

    /// Languages as they are picked from: their words, or their letters, one by one.
    private struct Tongue {
        var common: [String]
        /// None for a script without spaces.
        var syllables: [String]
    }

    private let tongues: [(end: UInt64, tongue: Tongue)]

    init() {
        var end: UInt64 = 0
        tongues = Self.languages.map { part, language in
            end += part
            switch language {
            case .words(let common, let syllables):
                return (end, Tongue(common: Self.parts(common), syllables: Self.parts(syllables)))
            case .letters(let letters): return (end, Tongue(common: letters.map(String.init), syllables: []))
            }
        }
    }

    /// A word that comes in one message of some hundred thousand.
    static let seldomWord = word(40_000, parts("ble tor ing shi wen mar cle port and ish"))

    private static func parts(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// Returns the message of a number.
    func message(_ number: Int) -> String {
        var random = Random(state: UInt64(number))
        let pick = random.next() % 100
        guard let tongue = tongues.first(where: { pick < $0.end })?.tongue else { return "\(number)" }
        let count = 4 + Int(random.next() % 14)
        guard !tongue.syllables.isEmpty else {
            return (0..<2 * count).map { _ in tongue.common[random.rank(tongue.common.count)] }.joined()
        }
        return (0..<count).map { _ in
            random.next() % 2 == 0
                ? tongue.common[random.rank(tongue.common.count)] : Self.word(random.rank(50_000), tongue.syllables)
        }.joined(separator: " ")
    }

    /// Returns the word of a rank among the seldom ones.
    private static func word(_ rank: Int, _ syllables: [String]) -> String {
        var (word, rest) = (syllables[rank % syllables.count], rank / syllables.count + 1)
        while rest > 0 {
            word += syllables[rest % syllables.count]
            rest /= syllables.count
        }
        return word
    }

    /// Numbers that follow from one (SplitMix64; Steele, Lea, Flood 2014).
    private struct Random {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        /// Returns a place among so many: each doubling is as likely as the one before, so that the first come often.
        mutating func rank(_ count: Int) -> Int {
            let bits = UInt64(UInt64.bitWidth - count.leadingZeroBitCount)
            let end = min(1 << (1 + next() % bits), UInt64(count))
            return Int(next() % end)
        }
    }
}
