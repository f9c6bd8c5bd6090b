import { words } from '@/i18n/words';
import { drift } from './strings/drift';
import { measures } from './strings/measures';
import { releasing } from './strings/releasing';

/** What answers, how it was measured, and whether what it is asked has changed since. */
export const releases = words(
  { ...releasing.en, ...measures.en, drift: drift.en },
  { ...releasing.fr, ...measures.fr, drift: drift.fr },
);
