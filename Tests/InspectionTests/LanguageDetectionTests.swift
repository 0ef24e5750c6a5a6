// The language of prompts as short as people write them.

import Inspection
import Testing

@Suite struct LanguageDetectionTests {
    @Test(arguments: [
        ("extend this video by 30 seconds", "en"), ("ajoute 10 secondes de plus à cette vidéo", "fr"),
        ("延长30秒", "zh"), ("延長30秒", "zh"), ("verlängere das Video um zehn Sekunden", "de"),
        ("30秒延長してください", "ja"), ("ゆっくりズーム", "ja"), ("이 비디오를 30초 연장해 주세요", "ko"),
        ("продли это видео на 30 секунд", "ru"), ("مدد هذا الفيديو 30 ثانية", "ar"),
        ("הארך את הסרטון ב-30 שניות", "he"), ("bu videoyu 30 saniye uzat", "tr"),
        ("alargue este vídeo em 30 segundos", "pt"), ("把BGM换成 Lo-fi hip hop music", "zh"),
    ])
    func `the language of a short prompt is told`(_ prompt: String, _ language: String) {
        #expect(LanguageDetection.language(of: prompt) == language)
    }

    @Test(arguments: ["", "30", "+30s", "export", "zoom in slowly", "🎬🎬", "\u{0}"])
    func `without certainty it is English`(_ prompt: String) {
        #expect(LanguageDetection.language(of: prompt) == "en")
    }

    @Test(arguments: [
        ("add the title “春天来了” at the start of this video", "en"), ("加一个标题 \"Urban Dreams\"", "zh"),
        ("ajoute le titre «Hello everybody out there» au début de la vidéo", "fr"), ("\"春天\"", "zh"),
        ("make the 5\" screen 春天", "zh"),
    ])
    func `what is quoted counts only when nothing else is there`(_ prompt: String, _ language: String) {
        #expect(LanguageDetection.language(of: prompt) == language)
    }
}
