#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kJapanese{
    "このMacの管理",
    "このMacと組織の管理サービスとの接続が失われています。今すぐ修復できます。作業中の内容には影響しません。",
    "接続を修復しています。数分かかることがあります。",
    "このMacは再び管理されています。",
    "修復できませんでした。失われたものはありません。ヘルプデスクにお問い合わせください。",
    "修復",
    "今はしない",
    "OK",
};

}  // namespace enrolkit
