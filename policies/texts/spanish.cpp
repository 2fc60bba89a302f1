#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kSpanish{
    "Gestión de este Mac",
    "Este Mac ha perdido la conexión con la gestión de su organización. Se puede reparar ahora. Su trabajo no se verá afectado.",
    "Se está reparando la conexión. Puede tardar unos minutos.",
    "Este Mac vuelve a estar gestionado.",
    "La reparación no se ha completado. No se ha perdido nada. Póngase en contacto con su servicio de asistencia.",
    "Reparar",
    "Ahora no",
    "OK",
};

}  // namespace enrolkit
