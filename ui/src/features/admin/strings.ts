import { words } from '@/i18n/words';
import { audit } from './strings/audit';
import { collections } from './strings/collections';
import { system } from './strings/system';
import { usage } from './strings/usage';
import { users } from './strings/users';

export const admin = words(
  {
    title: 'Administration',
    sections: { users: 'Users', collections: 'Collections', usage: 'Usage', audit: 'Audit log', system: 'System' },
    closed: { title: 'For administrators', text: 'Your role does not open this page. Ask an administrator.' },
    users: users.en,
    collections: collections.en,
    usage: usage.en,
    audit: audit.en,
    system: system.en,
  },
  {
    title: 'Administration',
    sections: {
      users: 'Utilisateurs',
      collections: 'Collections',
      usage: 'Utilisation',
      audit: 'Journal d’audit',
      system: 'Système',
    },
    closed: {
      title: 'Réservé aux administrateurs',
      text: 'Votre rôle n’ouvre pas cette page. Adressez-vous à un administrateur.',
    },
    users: users.fr,
    collections: collections.fr,
    usage: usage.fr,
    audit: audit.fr,
    system: system.fr,
  },
);
