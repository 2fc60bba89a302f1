#include "policies/texts/texts.h"

namespace enrolkit {

const WindowTexts kPortuguese{
    "Gestão deste Mac",
    "Este Mac perdeu a conexão com a gestão da sua organização. Ela pode ser reparada agora. O seu trabalho não é afetado.",
    "A conexão está sendo reparada. Isso pode levar alguns minutos.",
    "Este Mac voltou a ser gerenciado.",
    "O reparo não foi concluído. Nada foi perdido. Entre em contato com o suporte técnico.",
    "Reparar",
    "Agora não",
    "OK",
};

}  // namespace enrolkit
