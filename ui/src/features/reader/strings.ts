import { words } from '@/i18n/words';

export const reader = words({ title: 'reader' }, { title: 'reader' });
