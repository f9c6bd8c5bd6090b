import { words } from '../words';

/** Files, manuals, and the jobs that read them. */
export const documents = words(
  {
    file_too_large: 'This file is too large. Split it, or ask whoever runs this server to raise the limit.',
    unsupported_format: 'This kind of file cannot be read. Send PDF, DOCX, HTML, Markdown or text.',
    encrypted_pdf: 'This PDF is protected by a password. Remove the password and send it again.',
    encrypted_document: 'This file is protected by a password. Save a copy without it and send that.',
    damaged_pdf: 'This PDF is damaged. Save it again from where it came from, or ask the manufacturer for another.',
    damaged_document: 'This file is damaged. Open it where it was written, save it again or as PDF, and send that.',
    empty_document: 'There is no text in this file. If it is a scan, see whether its pages are legible.',
    parse_error: 'This file could not be read. Print it to a new PDF and send that.',
    parser_limit_exceeded:
      'Reading this file took too much time or memory. Try once more; if it fails again, print it to a new PDF and send that.',
    ocr_unavailable:
      'These pages are pictures, and the program that reads them is missing. Tell whoever runs this server.',
    unreadable_file: 'The file is gone from the server. Send it again.',
    upload_interrupted: 'The transfer broke off. Send the file again.',
    upload_lost: 'The file is not on the server any more. Send it again.',
    upload_malformed: 'The server did not understand this upload. Load this page again and send the file again.',
    job_not_found: 'There is no such job any more. Load the list again.',
    job_error: 'The server could not do this job. Try again; if it fails again, tell whoever runs it.',
    job_not_retriable:
      'This job cannot be tried again: it has not failed, or another has the same file. Send the file again.',
    job_abandoned: 'Reading this file ended the program several times. Tell whoever runs this server, then try again.',
    too_many_streams: 'You watch too many jobs at once. Close other tabs of this page.',
    queue_unreachable: 'The queue of jobs cannot be reached. Try again in a moment.',
    document_not_found: 'There is no such manual any more, or you may not read it.',
    ambiguous_document: 'This fits several manuals. Choose one in the list.',
    document_changed:
      'Somebody else changed this manual meanwhile; nothing was overwritten. Load it again, then change it.',
    unsuitable_metadata: 'These details cannot be kept as they are. Correct what is marked and save again.',
    revision_conflict: 'Neither of these can replace the other. Choose two current manuals of one collection.',
    too_long_to_compare: 'These manuals are too long to compare here. Open both beside each other.',
    unsuitable_rectangle: 'The place to highlight is not on this page. Open the page again from the answer.',
    library_error:
      'That cannot be done with this manual. Load it again; if it fails again, tell whoever runs this server.',
  },
  {
    file_too_large:
      'Ce fichier est trop volumineux. Divisez-le, ou demandez à la personne qui gère ce serveur de relever la limite.',
    unsupported_format: 'Ce type de fichier ne peut pas être lu. Envoyez du PDF, DOCX, HTML, Markdown ou texte.',
    encrypted_pdf: 'Ce PDF est protégé par un mot de passe. Retirez-le, puis renvoyez le fichier.',
    encrypted_document: 'Ce fichier est protégé par un mot de passe. Envoyez-en une copie sans mot de passe.',
    damaged_pdf:
      'Ce PDF est endommagé. Enregistrez-le de nouveau depuis sa source, ou demandez-en un autre au fabricant.',
    damaged_document:
      'Ce fichier est endommagé. Ouvrez-le dans son logiciel d’origine, enregistrez-le de nouveau ou en PDF, et envoyez le résultat.',
    empty_document: 'Ce fichier ne contient aucun texte. S’il s’agit d’un scan, vérifiez que ses pages sont lisibles.',
    parse_error: 'Ce fichier n’a pas pu être lu. Imprimez-le dans un nouveau PDF et envoyez celui-ci.',
    parser_limit_exceeded:
      'La lecture de ce fichier demandait trop de temps ou de mémoire. Réessayez ; si elle échoue encore, imprimez-le dans un nouveau PDF et envoyez celui-ci.',
    ocr_unavailable:
      'Ces pages sont des images, et le programme qui les lit est absent. Prévenez la personne qui gère ce serveur.',
    unreadable_file: 'Le fichier n’est plus sur le serveur. Renvoyez-le.',
    upload_interrupted: 'Le transfert s’est interrompu. Renvoyez le fichier.',
    upload_lost: 'Le fichier n’est plus sur le serveur. Renvoyez-le.',
    upload_malformed: 'Le serveur n’a pas compris cet envoi. Rechargez la page, puis renvoyez le fichier.',
    job_not_found: 'Cette tâche n’existe plus. Rechargez la liste.',
    job_error:
      'Le serveur n’a pas pu mener cette tâche. Réessayez ; si cela se répète, prévenez la personne qui le gère.',
    job_not_retriable:
      'Cette tâche ne peut pas être relancée : elle n’a pas échoué, ou une autre traite le même fichier. Renvoyez le fichier.',
    job_abandoned:
      'La lecture de ce fichier a plusieurs fois interrompu le programme. Prévenez la personne qui gère ce serveur, puis réessayez.',
    too_many_streams: 'Vous suivez trop de tâches à la fois. Fermez d’autres onglets de cette page.',
    queue_unreachable: 'La file des tâches ne répond pas. Réessayez dans un instant.',
    document_not_found: 'Ce manuel n’existe plus, ou vous ne pouvez pas le lire.',
    ambiguous_document: 'Plusieurs manuels correspondent. Choisissez-en un dans la liste.',
    document_changed:
      'Quelqu’un d’autre a modifié ce manuel entre-temps ; rien n’a été écrasé. Rechargez-le, puis modifiez-le.',
    unsuitable_metadata: 'Cette fiche ne peut pas être enregistrée telle quelle. Corrigez ce qui est signalé.',
    revision_conflict:
      'Aucun des deux ne peut remplacer l’autre. Choisissez deux manuels en vigueur d’une même collection.',
    too_long_to_compare: 'Ces manuels sont trop longs pour être comparés ici. Ouvrez-les côte à côte.',
    unsuitable_rectangle: 'L’endroit à surligner n’est pas sur cette page. Rouvrez la page depuis la réponse.',
    library_error:
      'Cela n’est pas possible avec ce manuel. Rechargez-le ; si cela se répète, prévenez la personne qui gère ce serveur.',
  },
);
