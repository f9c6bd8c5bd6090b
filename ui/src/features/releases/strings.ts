import { words } from '@/i18n/words';
import { drift } from './strings/drift';
import { measures } from './strings/measures';
import { models, sets } from './strings/models';
import { releasing } from './strings/releasing';
import { trial } from './strings/trial';

/** What answers, how it was measured, and whether what it is asked has changed since. */
export const releases = words(
  { ...releasing.en, ...measures.en, drift: drift.en, trial: trial.en, models: models.en, sets: sets.en },
  { ...releasing.fr, ...measures.fr, drift: drift.fr, trial: trial.fr, models: models.fr, sets: sets.fr },
);
