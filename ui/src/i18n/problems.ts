import { access } from './problems/access';
import { asking } from './problems/asking';
import { documents } from './problems/documents';
import { releases } from './problems/releases';
import { service } from './problems/service';
import { words } from './words';

/** What to tell of a problem, by its code: what happened and what to do. Others are shown as the service says them. */
export const problems = words(
  { ...service.en, ...access.en, ...asking.en, ...documents.en, ...releases.en },
  { ...service.fr, ...access.fr, ...asking.fr, ...documents.fr, ...releases.fr },
);
