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

/**
 * Each feature keeps its own words, English and French side by side: the types refuse a missing translation.
 *
 * A browser gets those of one language alone: see `words` in vite.config.ts.
 */
export const features = { common, problems, ask, history, reader, documents, account, admin, review, releases };
