import { Badge, Group, Stack, Text } from '@mantine/core';
import { IconNumbers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/api/client';
import classes from './changes.module.css';
import { compared, type Run } from './words';

/** A line as it was and as it is, with the words marked that differ: by a line through or below them, and a sign. */
export function Line({ change }: { change: Schemas['LineChangeOut'] }) {
  const { t } = useTranslation('documents');
  const both = change.old && change.new ? compared(change.old.text, change.new.text) : null;
  const old = both?.old ?? (change.old && [{ text: change.old.text, changed: true }]);
  const current = both?.current ?? (change.new && [{ text: change.new.text, changed: true }]);
  return (
    <Stack gap={2} className={classes.line}>
      {change.numbers && (
        <Group>
          <Badge variant="default" leftSection={<IconNumbers size={14} aria-hidden />}>
            {t('changes.number')}
          </Badge>
        </Group>
      )}
      {old && <Wording runs={old} removed />}
      {current && <Wording runs={current} />}
    </Stack>
  );
}

function Wording({ runs, removed }: { runs: Run[]; removed?: boolean }) {
  const { t } = useTranslation('documents');
  const Changed = removed ? 'del' : 'ins';
  return (
    <Text size="sm" className={removed ? classes.removed : classes.added}>
      <span aria-hidden className={classes.sign}>
        {removed ? '−' : '+'}
      </span>
      <span className={classes.spoken}>{t(removed ? 'changes.was' : 'changes.is')} </span>
      {runs.map((run, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: runs have no other name, and never move
        run.changed ? <Changed key={index}>{run.text}</Changed> : <span key={index}>{run.text}</span>,
      )}
    </Text>
  );
}
