#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kFrench{
    "Gestion de ce Mac",
    "Ce Mac a perdu sa connexion à la gestion de votre organisation. Elle peut être réparée maintenant. Votre travail n’est pas modifié.",
    "La connexion est en cours de réparation. Cela peut prendre quelques minutes.",
    "Ce Mac est de nouveau géré.",
    "La réparation n’a pas abouti. Rien n’a été perdu. Veuillez contacter votre service d’assistance.",
    "Réparer",
    "Pas maintenant",
    "OK",
};

}  // namespace enrolkit
