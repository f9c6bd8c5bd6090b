import { words } from './words';

/** What to tell of a problem, by its code: what happened and what to do. Others are shown as the service says them. */
export const problems = words(
  {
    title: 'That did not work',
    request: 'Request {{id}}',
    wait: 'Possible again in {{wait}}.',
    unreachable: 'The server cannot be reached. Check your network; nothing you typed is lost.',
    not_signed_in: 'Your session has ended. Sign in again: you come back to this page.',
    wrong_credentials: 'User name or password is wrong.',
    too_many_attempts:
      'Too many attempts to sign in. Wait, then try again; an administrator can reset a forgotten password.',
    forbidden: 'Your role does not allow this. Ask an administrator.',
    too_many_questions: 'You asked many questions in a short time. Wait a moment and ask again.',
    overloaded: 'The server is busy. Try again in a few seconds.',
    answer_too_late: 'The answer took too long and was stopped. Try again, or name the equipment.',
    file_too_large: 'This file is too large.',
    unsupported_format: 'This kind of file cannot be read. Send PDF, DOCX, HTML, Markdown or text.',
    encrypted_pdf: 'This PDF is protected by a password. Remove the password and send it again.',
    damaged_pdf: 'This PDF is damaged. Save it again from where it came from, or ask the manufacturer for another.',
    disk_full: 'The disk of the server is full. Nothing was lost; tell whoever runs it.',
    http_404: 'There is nothing at this address, or you may not see it.',
    http_500: 'The server made an error. It is in its log under the request number below.',
    http_502: 'The server does not answer behind its proxy. Try again in a moment.',
  },
  {
    title: 'Cela n’a pas fonctionné',
    request: 'Requête {{id}}',
    wait: 'Nouvel essai possible dans {{wait}}.',
    unreachable: 'Le serveur ne répond pas. Vérifiez votre réseau ; votre saisie n’est pas perdue.',
    not_signed_in: 'Votre session a expiré. Reconnectez-vous : vous reviendrez à cette page.',
    wrong_credentials: 'Nom d’utilisateur ou mot de passe incorrect.',
    too_many_attempts:
      'Trop de tentatives de connexion. Patientez, puis réessayez ; un administrateur peut réinitialiser un mot de passe oublié.',
    forbidden: 'Votre rôle ne le permet pas. Adressez-vous à un administrateur.',
    too_many_questions: 'Vous avez posé beaucoup de questions en peu de temps. Patientez un instant, puis reposez-la.',
    overloaded: 'Le serveur est occupé. Réessayez dans quelques secondes.',
    answer_too_late: 'La réponse tardait trop et a été arrêtée. Réessayez, ou précisez l’équipement.',
    file_too_large: 'Ce fichier est trop volumineux.',
    unsupported_format: 'Ce type de fichier ne peut pas être lu. Envoyez du PDF, DOCX, HTML, Markdown ou texte.',
    encrypted_pdf: 'Ce PDF est protégé par un mot de passe. Retirez-le, puis renvoyez le fichier.',
    damaged_pdf:
      'Ce PDF est endommagé. Enregistrez-le de nouveau depuis sa source, ou demandez-en un autre au fabricant.',
    disk_full: 'Le disque du serveur est plein. Rien n’est perdu ; prévenez la personne qui le gère.',
    http_404: 'Il n’y a rien à cette adresse, ou vous ne pouvez pas le voir.',
    http_500: 'Le serveur a commis une erreur. Elle est dans son journal sous le numéro de requête ci-dessous.',
    http_502: 'Le serveur ne répond pas derrière son proxy. Réessayez dans un instant.',
  },
);
