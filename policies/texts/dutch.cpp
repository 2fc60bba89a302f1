#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kDutch{
    "Beheer van deze Mac",
    "Deze Mac is de verbinding met het beheer van uw organisatie kwijtgeraakt. Deze kan nu worden hersteld. Uw werk blijft ongewijzigd.",
    "De verbinding wordt hersteld. Dit kan enkele minuten duren.",
    "Deze Mac wordt weer beheerd.",
    "Het herstel is niet gelukt. Er is niets verloren gegaan. Neem contact op met uw helpdesk.",
    "Herstel",
    "Niet nu",
    "OK",
};

}  // namespace enrolkit
