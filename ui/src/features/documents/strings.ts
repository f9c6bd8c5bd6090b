import { words } from '@/i18n/words';

export const documents = words({ title: 'documents' }, { title: 'documents' });
