import { words } from '@/i18n/words';

/** What changed between two revisions. */
export const changes = words(
  {
    title: 'What changed',
    became: 'became',
    total_one: '{{count}} section changed,',
    total_other: '{{count}} sections changed,',
    unchanged_one: '{{count}} says the same.',
    unchanged_other: '{{count}} say the same.',
    affected_one:
      '{{count}} saved answer cites the older revision. It stays as it was given; ask again to have it from the newer one.',
    affected_other:
      '{{count}} saved answers cite the older revision. They stay as they were given; ask again to have them from the newer one.',
    none: 'Nothing changed',
    noneText: 'Every section says the same in both, as far as their text could be read.',
    alone: 'Nothing to compare with',
    aloneText: 'This manual supersedes no other one. On its page, experts can say which revision it replaces.',
    kind: { added: 'Added', removed: 'Removed', changed: 'Changed' },
    untitled: 'Before the first heading',
    before: 'Before: {{title}}',
    oldPages: 'Older revision, page',
    newPages: 'Newer revision, page',
    number: 'A number changed',
    was: 'Was:',
    is: 'Is:',
  },
  {
    title: 'Ce qui a changé',
    became: 'est devenu',
    total_one: '{{count}} section a changé,',
    total_other: '{{count}} sections ont changé,',
    unchanged_one: '{{count}} est identique.',
    unchanged_other: '{{count}} sont identiques.',
    affected_one:
      '{{count}} réponse enregistrée cite l’ancienne révision. Elle reste telle qu’elle a été donnée ; reposez la question pour l’obtenir de la nouvelle.',
    affected_other:
      '{{count}} réponses enregistrées citent l’ancienne révision. Elles restent telles qu’elles ont été données ; reposez les questions pour les obtenir de la nouvelle.',
    none: 'Rien n’a changé',
    noneText: 'Toutes les sections sont identiques, pour autant que leur texte ait pu être lu.',
    alone: 'Rien à comparer',
    aloneText:
      'Ce manuel n’en remplace aucun autre. Sur sa page, les experts peuvent indiquer quelle révision il remplace.',
    kind: { added: 'Ajoutée', removed: 'Supprimée', changed: 'Modifiée' },
    untitled: 'Avant le premier titre',
    before: 'Avant : {{title}}',
    oldPages: 'Ancienne révision, page',
    newPages: 'Nouvelle révision, page',
    number: 'Un nombre a changé',
    was: 'Avant :',
    is: 'Maintenant :',
  },
);
