// Prompts as editors write them, from one word to two sentences, in the encodings their programs save them in.

import Foundation
import TestSupport
import Testing

/// A prompt and how it was saved.
struct PromptSample {
    let encoding: String
    let text: String
    let bytes: [UInt8]

    /// All of ``texts`` in their own encodings, and in each form of Unicode.
    static let all = Result { try texts.sorted { $0.key < $1.key }.flatMap { try saved($1, as: $0) } + unicode }

    /// Encodes as the C library does, by the program that comes with it.
    static func saved(_ texts: [String], as encoding: String) throws -> [PromptSample] {
        let folder = try TemporaryFolder()
        try Data(texts.joined(separator: "\n").utf8).write(to: URL(filePath: folder.appending("utf8.txt")))
        let script = "iconv -f UTF-8 -t \(encoding) utf8.txt > saved.txt"
        try ChildShell.run(script, in: folder.path)
        let lines = try Data(contentsOf: URL(filePath: folder.appending("saved.txt")))
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        try #require(lines.count == texts.count)
        return zip(texts, lines).map { PromptSample(encoding: encoding, text: $0, bytes: [UInt8]($1)) }
    }

    private static var unicode: [PromptSample] {
        texts.values.flatMap(\.self).sorted().flatMap { text in
            let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            return [
                PromptSample(encoding: "UTF-8", text: text, bytes: Array(text.utf8)),
                PromptSample(encoding: "UTF-8 with mark", text: text, bytes: [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
                PromptSample(encoding: "UTF-16LE with mark", text: text, bytes: [0xFF, 0xFE] + little),
                PromptSample(encoding: "UTF-16BE with mark", text: text, bytes: [0xFE, 0xFF] + big),
                PromptSample(encoding: "UTF-16LE", text: text, bytes: little),
                PromptSample(encoding: "UTF-16BE", text: text, bytes: big),
            ]
        }
    }

    private static let texts = [
        "GB18030": [
            "延长30秒", "加字幕", "加点音乐", "调亮一点", "删掉开头两秒", "把背景音乐换成轻松的钢琴曲", "视频加速两倍", "在结尾加一个淡出效果",
            "把这个视频延长三十秒，加一点轻松的背景音乐", "请把第二个镜头移到最前面，然后加上标题“春天来了”", "导出", "继续", "慢动作", "去掉背景噪音", "换个滤镜", "人物皮肤再自然一些",
            "画面太暗了，提高亮度和对比度", "把BGM换成 Lo-fi hip hop music", "竖屏 9:16", "让猫跳起来", "剪掉中间的黑屏", "加速", "倒放", "旋转九十度",
            "让天空更蓝", "给新娘加柔光", "配一段海浪声", "第三秒开始放大到人脸", "把水印去掉，谢谢！", "整体做成复古胶片风格，颗粒感重一点", "卡点", "雨景", "循环播放三次",
            "烟花爆炸时配上鼓点", "嗨", "帧率改成60", "在左上角放公司的徽标", "请帮我把婚礼录像剪成一分钟的精彩集锦，配上浪漫的小提琴", "镜像翻转", "鬼畜", "配乐小声点", "截取前五秒",
            "把路人抹掉", "冬天的早晨，镜头缓缓推近窗户上的霜花", "转成黑白", "片头加公司名称：北京晨光科技有限公司", "别动其他部分", "婴儿笑声放大",
        ],
        "BIG5": [
            "延長30秒", "加字幕", "加點音樂", "調亮一點", "刪掉開頭兩秒", "把背景音樂換成輕鬆的鋼琴曲", "影片加速兩倍", "在結尾加一個淡出效果",
            "把這個影片延長三十秒，加一點輕鬆的背景音樂", "請把第二個鏡頭移到最前面，然後加上標題「春天來了」", "匯出", "繼續", "去掉背景雜音", "剪掉中間的黑畫面", "加速", "倒放",
            "旋轉九十度", "讓天空更藍", "幫新娘加柔光", "配一段海浪聲", "第三秒開始放大到人臉", "把浮水印去掉，謝謝！", "整體做成復古膠片風格，顆粒感重一點", "雨景", "煙火爆炸時配上鼓點",
            "請幫我把婚禮錄影剪成一分鐘的精彩集錦，配上浪漫的小提琴", "配樂小聲點", "擷取前五秒", "把路人抹掉", "冬天的早晨，鏡頭緩緩推近窗戶上的霜花", "轉成黑白", "別動其他部分",
            "台北一○一夜景",
        ],
        "CP932": [
            "字幕", "30秒延長", "音楽を追加", "もっと明るく", "最初の2秒を削除", "この動画を30秒延長してください", "背景音楽をピアノに変えて", "ゆっくりズーム", "フェードアウト",
            "二番目の場面を最初に移動して、タイトル「春が来た」を入れてください", "スローモーション", "速くして", "続けて", "逆再生", "回転", "空をもっと青く", "ロゴを左上に",
            "波の音を付ける", "花嫁にソフトフォーカス", "全体をレトロなフィルム風にして、粒子を強めに", "結婚式のビデオを1分のハイライトにまとめて、バイオリンの曲を付けてください", "ﾃﾛｯﾌﾟ追加",
            "終わり", "猫を跳ばせて", "モノクロ", "雨", "音を小さく", "最初の5秒だけ使う", "通行人を消して", "冬の朝、窓の霜にカメラがゆっくり寄っていく",
            "会社名「株式会社朝日映像」を冒頭に", "そのまま",
        ],
        "EUC-KR": [
            "자막 추가", "30초 연장", "더 밝게", "음악 넣어 줘", "처음 2초 삭제", "이 비디오를 30초 연장해 주세요", "배경 음악을 피아노로 바꿔 주세요", "천천히 확대",
            "두 번째 장면을 맨 앞으로 옮기고 제목 ‘봄이 왔다’를 넣어 주세요", "슬로 모션", "계속", "끝에 페이드 아웃 효과를 추가", "거꾸로 재생", "하늘을 더 파랗게",
            "로고를 왼쪽 위에", "파도 소리 넣기", "신부에게 부드러운 빛을", "전체를 복고풍 필름 느낌으로 하고 입자를 강하게",
            "결혼식 영상을 1분 하이라이트로 편집하고 바이올린 곡을 넣어 주세요", "흑백", "회전", "빠르게", "고양이가 뛰게 해 줘", "반복", "소리 작게", "앞 5초만 사용",
            "행인을 지워 줘", "겨울 아침, 카메라가 창문의 서리로 천천히 다가간다", "회사 이름을 처음에 넣어", "그대로",
        ],
        "WINDOWS-1251": [
            "да", "добавь музыку", "продли на 30 секунд", "ярче", "сделай видео быстрее", "убери первые две секунды",
            "Добавь субтитры", "продли это видео на 30 секунд", "замени музыку на спокойное пианино",
            "Перенеси вторую сцену в начало и добавь заголовок «Весна пришла»", "экспорт", "ещё раз",
            "додай субтитри українською", "наоборот", "поверни на 90 градусов", "чёрно-белое",
            "логотип в левый верхний угол", "НЕБО СИНЕЕ",
            "Смонтируй свадебное видео в минутный ролик, скрипка на фоне", "ещё", "нет", "Шум волн",
            "зроби небо синішим", "забави видеото", "убери «водяной знак» — спасибо!", "тише музыку",
            "оставь первые 5 секунд", "сотри прохожих", "Зимнее утро, камера медленно приближается к инею на окне",
            "В начале название: ООО «Рассвет»", "так держать",
        ],
        "WINDOWS-1252": [
            "título", "añade música", "l’été à Zürich", "übrigens 5€", "don’t cut it",
            "verlängere das Video um zehn Sekunden", "ajoute 10 secondes de plus à cette vidéo",
            "extend it – and add “Summer” as the title, don’t cut", "plus foncé", "más rápido",
            "mais lento, por favor, e não corte o início", "größer", "für später", "gör den längre",
            "på dansk: gør den langsommere", "coupe les deux premières secondes et ajoute un fondu à la fin",
            "Füge am Ende einen weichen Übergang hinzu", "perché è più scuro", "café", "ação", "à l’envers",
            "noir et blanc, s’il vous plaît", "ciel plus bleu à droite", "Größe ändern", "Bräutigam schärfer",
            "háganlo más lento", "céu mais azul à direita", "svart-vitt och långsammare", "mørkere himmel", "Ö",
            "Übergang", "naïve façade", "è", "£5 off – today only", "50 °C", "© 2024 Müller",
            "VERLÄNGERN SIE DAS VIDEO UM ZEHN SEKUNDEN", "Città più luminosa, così è perfetto", "niño saltando",
            "…and then zoom", "baja la música", "nur die ersten fünf Sekunden",
            "enlève les passants près de l’entrée", "Am Anfang: „Müller & Söhne – seit 1892“",
            "põe o título no início", "la città è più bella così", "på svenska, tack", "gør lyden lavere",
        ],
    ]
}
