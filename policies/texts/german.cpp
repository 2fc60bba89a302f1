#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kGerman{
    "Verwaltung dieses Macs",
    "Dieser Mac hat die Verbindung zur Verwaltung Ihrer Organisation verloren. Sie kann jetzt repariert werden. Ihre Arbeit bleibt unberührt.",
    "Die Verbindung wird repariert. Das kann einige Minuten dauern.",
    "Dieser Mac wird wieder verwaltet.",
    "Die Reparatur ist nicht gelungen. Es ging nichts verloren. Bitte wenden Sie sich an Ihren Helpdesk.",
    "Reparieren",
    "Nicht jetzt",
    "OK",
};

}  // namespace enrolkit
