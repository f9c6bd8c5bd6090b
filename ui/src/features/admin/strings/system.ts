import { words } from '@/i18n/words';

export const system = words(
  {
    refresh: 'Look again',
    ready: 'Questions can be answered',
    notReady: 'Questions cannot be answered now',
    part: 'Part',
    state: 'State',
    works: 'Works',
    down: 'Down',
    parts: {
      database: 'Database',
      index: 'Search index',
      worker: 'Reading of new manuals',
      following: 'Changes by other processes',
    },
  },
  {
    refresh: 'Actualiser',
    ready: 'Le service peut répondre aux questions',
    notReady: 'Le service ne peut pas répondre pour l’instant',
    part: 'Composant',
    state: 'État',
    works: 'Fonctionne',
    down: 'En panne',
    parts: {
      database: 'Base de données',
      index: 'Index de recherche',
      worker: 'Lecture des nouveaux manuels',
      following: 'Modifications par d’autres processus',
    },
  },
);
