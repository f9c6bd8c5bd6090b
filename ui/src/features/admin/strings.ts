import { words } from '@/i18n/words';

export const admin = words({ title: 'admin' }, { title: 'admin' });
