import { words } from '@/i18n/words';

export const history = words(
  {
    title: 'History',
    search: 'Search',
    searchHelp: 'In the titles and in all your questions, whatever their accents.',
    none: 'No conversation holds these words.',
    today: 'Today',
    yesterday: 'Yesterday',
    empty: {
      title: 'Nothing asked yet',
      text: 'Every question you ask is kept here with its answer and its sources. Only you see it.',
      ask: 'Ask a question',
    },
    last: 'last question at {{time}}',
    menu: 'What to do with “{{title}}”',
    rename: 'Rename',
    renameTitle: 'Rename the conversation',
    name: 'Title',
    export: 'Export as Markdown',
    deleteTitle: 'Delete the conversation?',
    deleteText: '“{{title}}” is deleted for good, with its questions, its answers and your feedback on them.',
    deleted: 'The conversation is deleted.',
  },
  {
    title: 'Historique',
    search: 'Rechercher',
    searchHelp: 'Dans les titres et dans toutes vos questions, avec ou sans accents.',
    none: 'Aucune conversation ne contient ces mots.',
    today: 'Aujourd’hui',
    yesterday: 'Hier',
    empty: {
      title: 'Aucune question pour l’instant',
      text: 'Chaque question posée est conservée ici avec sa réponse et ses sources. Vous seul les voyez.',
      ask: 'Poser une question',
    },
    last: 'dernière question à {{time}}',
    menu: 'Que faire de « {{title}} »',
    rename: 'Renommer',
    renameTitle: 'Renommer la conversation',
    name: 'Titre',
    export: 'Exporter en Markdown',
    deleteTitle: 'Supprimer la conversation ?',
    deleteText:
      '« {{title}} » sera définitivement supprimée, avec ses questions, ses réponses et vos avis à leur sujet.',
    deleted: 'La conversation est supprimée.',
  },
);
