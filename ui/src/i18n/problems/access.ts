import { words } from '../words';

/** Who may do what. */
export const access = words(
  {
    not_signed_in: 'Your session has ended. Sign in again: you come back to this page.',
    refresh_superseded: 'Another tab has just renewed your session. Try again.',
    sign_in_refused:
      'The identity provider did not sign you in. Begin again, within ten minutes and in one tab, with cookies allowed.',
    wrong_credentials: 'User name or password is wrong.',
    too_many_attempts: 'Too many attempts to sign in. Wait, then try again; an administrator can reset a password.',
    forbidden: 'Your role does not allow this. Ask an administrator.',
    setup_refused:
      'This set-up token is not good: it is wrong, older than a day, or used. Start the server again for a new one.',
    no_identity_provider: 'Nobody signs in elsewhere here. Sign in with your password.',
    identity_provider_error: 'The identity provider is not set up correctly. Tell whoever runs this server.',
    identity_provider_unavailable:
      'The identity provider cannot be reached. Try again in a moment, or sign in with a password.',
    unsuitable_destination: 'The page to go on to is not on this server. Go to the start page and sign in there.',
    unsuitable_password:
      'This password is too short, too long, or a name. Take 12 characters or more: a few words that do not belong together.',
    unsuitable_name:
      'This name or address cannot be used. Names have letters and digits with . - or _ between them; addresses look like name@example.org.',
    unsuitable_key: 'A key cannot do more than you: choose a role not above yours, and collections that you read.',
    user_exists: 'This user name or e-mail address is taken. Choose another.',
    user_not_found: 'There is no such user any more. Load the list again.',
    last_administrator: 'This is the last administrator. Make somebody else an administrator first.',
    collection_exists: 'There is a collection of this name already. Choose another name.',
    collection_not_found: 'There is no such collection. Load the list again.',
    api_key_not_found: 'There is no such key any more. Load the list again.',
  },
  {
    not_signed_in: 'Votre session a expiré. Reconnectez-vous : vous reviendrez à cette page.',
    refresh_superseded: 'Un autre onglet vient de renouveler votre session. Réessayez.',
    sign_in_refused:
      'Le fournisseur d’identité ne vous a pas connecté. Recommencez, en moins de dix minutes, dans un seul onglet, cookies autorisés.',
    wrong_credentials: 'Nom d’utilisateur ou mot de passe incorrect.',
    too_many_attempts:
      'Trop de tentatives de connexion. Patientez, puis réessayez ; un administrateur peut réinitialiser un mot de passe.',
    forbidden: 'Votre rôle ne le permet pas. Adressez-vous à un administrateur.',
    setup_refused:
      'Ce jeton d’installation n’est pas valable : il est faux, date de plus d’un jour ou a déjà servi. Redémarrez le serveur pour en obtenir un autre.',
    no_identity_provider: 'Aucun fournisseur d’identité n’est configuré ici. Connectez-vous avec votre mot de passe.',
    identity_provider_error: 'Le fournisseur d’identité est mal configuré. Prévenez la personne qui gère ce serveur.',
    identity_provider_unavailable:
      'Le fournisseur d’identité ne répond pas. Réessayez dans un instant, ou connectez-vous avec un mot de passe.',
    unsuitable_destination:
      'La page de destination n’est pas sur ce serveur. Allez à la page d’accueil et connectez-vous.',
    unsuitable_password:
      'Ce mot de passe est trop court, trop long, ou c’est un nom. Prenez au moins 12 caractères : quelques mots sans rapport entre eux.',
    unsuitable_name:
      'Ce nom ou cette adresse ne convient pas. Un nom comporte des lettres et des chiffres, éventuellement séparés par . - ou _ ; une adresse ressemble à nom@exemple.fr.',
    unsuitable_key:
      'Une clé ne peut pas plus que vous : choisissez un rôle qui ne dépasse pas le vôtre et des collections que vous lisez.',
    user_exists: 'Ce nom d’utilisateur ou cette adresse est déjà pris. Choisissez-en un autre.',
    user_not_found: 'Cet utilisateur n’existe plus. Rechargez la liste.',
    last_administrator: 'C’est le dernier administrateur. Nommez d’abord un autre administrateur.',
    collection_exists: 'Une collection porte déjà ce nom. Choisissez-en un autre.',
    collection_not_found: 'Cette collection n’existe pas. Rechargez la liste.',
    api_key_not_found: 'Cette clé n’existe plus. Rechargez la liste.',
  },
);
