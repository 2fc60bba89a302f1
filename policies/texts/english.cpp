#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kEnglish{
    "Management of this Mac",
    "This Mac has lost its connection to your organisation's management. It can be repaired now. Your work is not touched.",
    "The connection is being repaired. This can take a few minutes.",
    "This Mac is managed again.",
    "The repair did not succeed. Nothing was lost. Please contact your help desk.",
    "Repair",
    "Not now",
    "OK",
};

}  // namespace enrolkit
