import { words } from '@/i18n/words';

export const ask = words({ title: 'ask' }, { title: 'ask' });
