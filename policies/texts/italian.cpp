#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kItalian{
    "Gestione di questo Mac",
    "Questo Mac ha perso la connessione alla gestione della tua organizzazione. È possibile ripararla adesso. Il tuo lavoro non viene modificato.",
    "La connessione è in fase di riparazione. Potrebbero essere necessari alcuni minuti.",
    "Questo Mac è di nuovo gestito.",
    "La riparazione non è riuscita. Non è andato perso nulla. Contatta il servizio di assistenza.",
    "Ripara",
    "Non ora",
    "OK",
};

}  // namespace enrolkit
