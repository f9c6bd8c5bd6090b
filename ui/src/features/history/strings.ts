import { words } from '@/i18n/words';

export const history = words({ title: 'history' }, { title: 'history' });
