import { Alert, Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, given, type Schemas } from '@/api/client';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { goldenCasesQuery } from '../queries';
import { CaseFields } from '../verdict/CaseFields';
import { type Evidence, expected, typedOf } from '../verdict/expected';

interface GoldenFormProps {
  golden: Schemas['GoldenCase'];
  /** Where the answer stands, of what is still there. */
  evidence: Evidence[];
  /** Files that are not there any more. */
  gone: string[];
  onDone(): void;
}

/** Changes a golden case: every release is measured with what stands here. */
export function GoldenForm({ golden, evidence, gone, onDone }: GoldenFormProps) {
  const { t } = useTranslation(['review', 'common']);
  const [typed, setTyped] = useState(() => typedOf(golden, evidence));
  const queries = useQueryClient();
  const whole = expected(typed);
  const save = useMutation({
    mutationFn: (body: Schemas['CaseIn']) =>
      given(api.PUT('/api/v1/golden-cases/{case_id}', { params: { path: { case_id: golden.id } }, body })),
    onSuccess: async () => {
      notifications.show({ color: 'bench', message: t('golden.saved') });
      onDone();
      await queries.invalidateQueries({ queryKey: goldenCasesQuery.queryKey });
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
        {save.error && <ErrorPanel error={save.error} />}
        <Group>
          <Button type="submit" disabled={!whole} loading={save.isPending}>
            {t('common:save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('common:cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
