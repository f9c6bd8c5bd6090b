import { words } from '@/i18n/words';
import { about } from './strings/about';
import { changes } from './strings/changes';
import { coverage } from './strings/coverage';
import { list } from './strings/list';
import { uploads } from './strings/uploads';

export const documents = words(
  { list: list.en, uploads: uploads.en, about: about.en, coverage: coverage.en, changes: changes.en },
  { list: list.fr, uploads: uploads.fr, about: about.fr, coverage: coverage.fr, changes: changes.fr },
);
