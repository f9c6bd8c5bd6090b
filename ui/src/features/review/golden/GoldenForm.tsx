import { Alert, Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ApiError } from '@/api/problem';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { goldenCasesQuery, type Kept } from '../queries';
import { CaseFields } from '../verdict/CaseFields';
import { type Evidence, expected, typedOf } from '../verdict/expected';
import { Meanwhile } from './Meanwhile';

interface GoldenFormProps {
  /** As it was when the editor was opened. */
  seen: Kept;
  /** As it is now, as far as this browser knows. */
  latest: Kept;
  /** Where the answer stands, of what is still there. */
  evidence: Evidence[];
  /** Files that are not there any more. */
  gone: string[];
  onDone(): void;
}

const isConflict = (error: unknown) => error instanceof ApiError && error.code === 'case_changed';

/** Changes a golden case. What somebody else made of it meanwhile is shown beside what was typed, which stays. */
export function GoldenForm({ seen, latest, evidence, gone, onDone }: GoldenFormProps) {
  const { t } = useTranslation(['review', 'common']);
  const [typed, setTyped] = useState(() => typedOf(seen.case, evidence));
  const queries = useQueryClient();
  const whole = expected(typed);
  const changed = latest.version !== seen.version;
  const save = useMutation({
    mutationFn: (body: Schemas['CaseIn']) =>
      given(
        api.PUT('/api/v1/golden-cases/{case_id}', {
          params: { path: { case_id: seen.case.id }, header: { 'if-match': `"${latest.version}"` } },
          body,
        }),
      ),
    onSuccess: async () => {
      notifications.show({ color: 'bench', message: t('golden.saved') });
      onDone();
      await queries.invalidateQueries({ queryKey: goldenCasesQuery.queryKey });
    },
    onError: async (error) => {
      if (isConflict(error)) await queries.invalidateQueries({ queryKey: goldenCasesQuery.queryKey });
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (whole) save.mutate({ ...whole, question: typed.question.trim() });
  };
  return (
    <form onSubmit={send}>
      <Stack>
        {gone.length > 0 && <Alert color="yellow">{t('golden.gone', { files: gone.join(', ') })}</Alert>}
        <CaseFields typed={typed} onChange={(fields) => setTyped((was) => ({ ...was, ...fields }))} />
        {changed && <Meanwhile latest={latest} onTake={onDone} />}
        {save.error && !(changed && isConflict(save.error)) && <ErrorPanel error={save.error} />}
        <Group>
          <Button type="submit" disabled={!whole} loading={save.isPending}>
            {changed ? t('golden.changed.keep') : t('common:save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('common:cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
