import { words } from '../words';

/** Questions, answers, and what is said of them. */
export const asking = words(
  {
    invalid_question: 'This is no question, or far too long. Ask in a sentence, in French or English.',
    empty_index:
      'There is no manual in your collections. An expert can add some on the Manuals page; an administrator can open more collections to you.',
    too_many_questions: 'You asked many questions in a short time. Wait a moment and ask again.',
    not_now: 'This could not be answered just now. Ask again in a moment.',
    asking_suspended:
      'The database or the index cannot be reached. It is tried again every few seconds: ask again soon.',
    answer_too_late: 'The answer took too long and was stopped. Try again, or name the equipment.',
    out_of_scope: 'This answer was held back: it drew on something you may not read. Please report it, it is a defect.',
    language_model_error: 'The language model failed. Ask again; if it fails again, tell whoever runs this server.',
    language_model_unreachable: 'The language model cannot be reached. Ask again in a moment.',
    language_model_too_slow: 'The language model took too long. Ask again, or name the equipment.',
    language_model_busy: 'The language model is busy. Ask again in a moment.',
    language_model_suspended: 'The language model failed several times and rests for a while. Ask again in a minute.',
    language_model_rejected: 'The language model refuses our requests. Tell whoever runs this server.',
    language_model_nonsense: 'The language model answered nothing usable. Ask again, or in other words.',
    language_model_truncated: 'The answer of the language model was cut short. Ask for less at once.',
    embedder_unreachable: 'What reads the meaning of questions cannot be reached. Ask again in a moment.',
    embedder_busy: 'What reads the meaning of questions is busy. Ask again in a moment.',
    embedder_rejected: 'What reads the meaning of questions refuses our requests. Tell whoever runs this server.',
    embedder_nonsense: 'What reads the meaning of questions answers nothing usable. Tell whoever runs this server.',
    model_unavailable: 'A model that this needs is not there. Tell whoever runs this server.',
    history_not_found: 'There is no such conversation or answer any more, or you may not read it.',
    unsuitable_title: 'Take a title of 1 to 200 characters on one line.',
    feedback_changed: 'Its author changed this after you had read it. Read it again and decide anew.',
    case_changed: 'Somebody else changed this golden case meanwhile; nothing was overwritten. Read what is there now.',
    unsuitable_case: 'No golden case can be made of this. Name the pages that answer, or say that no manual does.',
  },
  {
    invalid_question: 'Ce n’est pas une question, ou elle est bien trop longue. Posez-la en une phrase.',
    empty_index:
      'Vos collections ne contiennent aucun manuel. Un expert peut en ajouter dans la page Manuels ; un administrateur peut vous ouvrir d’autres collections.',
    too_many_questions: 'Vous avez posé beaucoup de questions en peu de temps. Patientez un instant, puis reposez-la.',
    not_now: 'Impossible de répondre à l’instant. Reposez la question dans un moment.',
    asking_suspended:
      'La base de données ou l’index ne répond pas. Un nouvel essai a lieu toutes les quelques secondes : reposez bientôt la question.',
    answer_too_late: 'La réponse tardait trop et a été arrêtée. Réessayez, ou précisez l’appareil.',
    out_of_scope:
      'Cette réponse a été retenue : elle s’appuyait sur ce que vous ne pouvez pas lire. Signalez-le, c’est un défaut.',
    language_model_error:
      'Le modèle de langage a échoué. Reposez la question ; si cela se répète, prévenez la personne qui gère ce serveur.',
    language_model_unreachable: 'Le modèle de langage ne répond pas. Reposez la question dans un instant.',
    language_model_too_slow: 'Le modèle de langage tardait trop. Reposez la question, ou précisez l’appareil.',
    language_model_busy: 'Le modèle de langage est occupé. Reposez la question dans un instant.',
    language_model_suspended:
      'Le modèle de langage a échoué plusieurs fois et reste en pause un moment. Reposez la question dans une minute.',
    language_model_rejected: 'Le modèle de langage refuse nos requêtes. Prévenez la personne qui gère ce serveur.',
    language_model_nonsense:
      'Le modèle de langage n’a rien répondu d’utilisable. Reposez la question, ou formulez-la autrement.',
    language_model_truncated: 'La réponse du modèle de langage a été coupée. Demandez-en moins à la fois.',
    embedder_unreachable: 'Le modèle qui lit le sens des questions ne répond pas. Réessayez dans un instant.',
    embedder_busy: 'Le modèle qui lit le sens des questions est occupé. Réessayez dans un instant.',
    embedder_rejected:
      'Le modèle qui lit le sens des questions refuse nos requêtes. Prévenez la personne qui gère ce serveur.',
    embedder_nonsense:
      'Le modèle qui lit le sens des questions ne renvoie rien d’utilisable. Prévenez la personne qui gère ce serveur.',
    model_unavailable: 'Il manque un modèle nécessaire. Prévenez la personne qui gère ce serveur.',
    history_not_found: 'Cette conversation ou cette réponse n’existe plus, ou vous ne pouvez pas la lire.',
    unsuitable_title: 'Prenez un titre de 1 à 200 caractères, sur une seule ligne.',
    feedback_changed: 'Son auteur a modifié cet avis après votre lecture. Relisez-le et décidez de nouveau.',
    case_changed:
      'Quelqu’un d’autre a modifié ce cas de référence entre-temps ; rien n’a été écrasé. Lisez ce qui y est maintenant.',
    unsuitable_case:
      'Aucun cas de référence ne peut en être tiré. Indiquez les pages qui répondent, ou dites qu’aucun manuel ne le fait.',
  },
);
