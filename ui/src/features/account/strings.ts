import { words } from '@/i18n/words';

export const account = words({ title: 'account' }, { title: 'account' });
