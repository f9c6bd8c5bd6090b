import { words } from '@/i18n/words';

export const collections = words(
  {
    text: 'A lab, a site, a product line: manuals belong to a collection, and its members read them and ask over them.',
    make: 'Add a collection',
    name: 'Name',
    nameHelp: 'Short, without spaces; it cannot be changed.',
    title: 'Title',
    titleExample: 'Histology, second floor',
    nobody: 'Nobody reads this collection yet.',
    remove: 'Remove',
    removeNamed: 'Remove {{name}}',
    add: 'Add a member',
    doAdd: 'Add',
    allIn: 'Everybody is a member',
  },
  {
    text: 'Un laboratoire, un site, une gamme : chaque manuel appartient à une collection, que ses membres peuvent lire et interroger.',
    make: 'Ajouter une collection',
    name: 'Nom',
    nameHelp: 'Court, sans espaces ; il ne peut pas être changé.',
    title: 'Titre',
    titleExample: 'Histologie, deuxième étage',
    nobody: 'Personne ne lit encore cette collection.',
    remove: 'Retirer',
    removeNamed: 'Retirer {{name}}',
    add: 'Ajouter un membre',
    doAdd: 'Ajouter',
    allIn: 'Tout le monde est membre',
  },
);
