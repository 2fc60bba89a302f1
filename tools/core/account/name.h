// Names of accounts that are equal but for case or for the way an accented letter is written.
#pragma once

#include <string>
#include <string_view>

namespace enrolkit {

// The name with case folded and accented letters taken apart (as in Unicode's NFD), in UTF-8. Two names of
// one normalised form may be taken for each other by macOS, whose directory compares names without case; that
// they are the same account is not said. Whole names only: no part of a name ever matches.
//
// Sound for Latin (U+0041 to U+0233 but for the African and Croatian letters from U+0180 on, and U+1E00 to
// U+1EFF: Western, Central European, Baltic, Turkish, Vietnamese), for Greek with tonos, for Cyrillic of
// U+0400 to U+045F, and for the marks U+0300 to U+0331. Beyond: other scripts, other marks, compatibility
// letters (ligatures, full width) and bytes that are not UTF-8 are copied as they are. No locale: I and i are
// one letter, the Turkish dotless one is another; a sharp s equals "ss", as in Unicode's full case folding.
[[nodiscard]] std::string normalised_name(std::string_view name);

}  // namespace enrolkit
