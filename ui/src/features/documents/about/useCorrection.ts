import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ApiError } from '@/api/problem';
import { manualQuery, type Seen } from '../queries';
import { changes, type Difference, type Draft, differences, draftOf, rebased } from './corrections';

/** A draft of corrections over a manual as it was seen; what was changed meanwhile is told and not overwritten. */
export function useCorrection(seen: Seen, onSaved: () => void) {
  const { t } = useTranslation('documents');
  const queries = useQueryClient();
  const [base, setBase] = useState(seen);
  const [draft, setDraft] = useState<Draft>(() => draftOf(seen.manual.metadata));
  const [conflict, setConflict] = useState<Difference[]>([]);
  const { id } = seen.manual;
  const changed = changes(draft, base.manual.metadata);

  const save = useMutation({
    mutationFn: () =>
      given(
        api.PATCH('/api/v1/documents/{document_id}', {
          params: { path: { document_id: id }, header: { 'if-match': base.version } },
          body: changed as Schemas['Corrections'], // what is left out stays
        }),
      ),
    onSuccess: () => {
      notifications.show({ message: t('about.form.saved') });
      void queries.invalidateQueries({ queryKey: ['documents'] });
      void queries.invalidateQueries({ queryKey: ['document', id] });
      void queries.invalidateQueries({ queryKey: ['equipment'] });
      onSaved();
    },
    onError: async (error) => {
      if (error instanceof ApiError && error.code === 'document_changed') await look();
    },
  });

  const look = async () => {
    const now = await queries.fetchQuery({ ...manualQuery(id), staleTime: 0 });
    const [before, latest] = [base.manual.metadata, now.manual.metadata];
    setConflict(differences(before, latest, draft));
    setDraft(rebased(before, latest, draft));
    setBase(now);
  };

  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const take = () => {
    setDraft(draftOf(base.manual.metadata));
    setConflict([]);
    save.reset();
  };
  return { draft, set, changed: Object.keys(changed).length > 0, save, conflict, take };
}
