import { Alert, Stack, Textarea } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Failures } from '../detail/GateResult';

interface RefusedProps {
  failures: string[];
  override: string;
  onOverride(reason: string): void;
}

/** What a release failed at its gates, and a reason to go on all the same. */
export function Refused({ failures, override, onOverride }: RefusedProps) {
  const { t } = useTranslation('releases');
  return (
    <Alert role="alert" variant="light" color="red" icon={<IconCircleX />} title={t('promote.refused')}>
      <Stack gap="sm">
        <Failures failures={failures} />
        <Textarea
          label={t('promote.override')}
          description={t('promote.overrideHelp')}
          autosize
          maxLength={1000}
          value={override}
          onChange={(event) => onOverride(event.currentTarget.value)}
        />
      </Stack>
    </Alert>
  );
}
