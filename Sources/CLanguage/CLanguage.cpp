// Calls CLD2 and hides its C++ behind a C function.
#include "CLanguage.h"

#include <climits>
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

const char *language_detect(const char *utf8, size_t length, bool *is_reliable) {
    CLD2::CLDHints no_hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language languages[3];
    int percents[3];
    double scores[3];
    int text_bytes = 0;
    int valid_bytes = 0;
    const int bytes = length > INT_MAX ? INT_MAX : static_cast<int>(length);

    *is_reliable = false;
    const CLD2::Language language = CLD2::ExtDetectLanguageSummaryCheckUTF8(
        utf8, bytes, true, &no_hints, 0, languages, percents, scores, nullptr, &text_bytes, is_reliable, &valid_bytes);
    return CLD2::LanguageCode(language);
}
