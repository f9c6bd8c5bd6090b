import { words } from '@/i18n/words';

export const review = words({ title: 'review' }, { title: 'review' });
