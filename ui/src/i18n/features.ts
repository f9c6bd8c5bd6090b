import { account } from '@/features/account/strings';
import { admin } from '@/features/admin/strings';
import { ask } from '@/features/ask/strings';
import { documents } from '@/features/documents/strings';
import { history } from '@/features/history/strings';
import { reader } from '@/features/reader/strings';
import { releases } from '@/features/releases/strings';
import { review } from '@/features/review/strings';
import { common } from './common';
import { problems } from './problems';

/*
 * Each feature keeps its own words, English and French side by side: the types refuse a missing translation. A browser
 * gets those of one language alone, in two parts: see `words` in vite.config.ts.
 */

/** What asking and reading take: here before anything is shown. */
export const bench = { common, problems, account, ask, history, reader };

/** What the pages of those take who look after it all: it comes with the first of these pages. */
export const desk = { documents, admin, review, releases };

export const features = { ...bench, ...desk };
