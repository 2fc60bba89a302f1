#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kSimplifiedChinese{
    "此 Mac 的管理",
    "此 Mac 已失去与您组织管理服务的连接。现在可以修复。您的工作不会受到影响。",
    "正在修复连接，可能需要几分钟。",
    "此 Mac 已恢复管理。",
    "修复未成功。没有任何内容丢失。请联系您的技术支持。",
    "修复",
    "以后再说",
    "好",
};

}  // namespace enrolkit
