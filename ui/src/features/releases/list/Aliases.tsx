import { Badge, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Release } from '../queries';
import { trialQuery, triedNow } from '../trial/queries';

/** What a release is for, whether it is on trial, and how its gates ended. */
export function Aliases({ release: { version, aliases, said } }: { release: Release }) {
  const { t } = useTranslation('releases');
  const { data: trial } = useQuery(trialQuery);
  const gate = said.gate === 'passed' || said.gate === 'failed' ? said.gate : 'never';
  return (
    <Group gap={6}>
      {aliases.map((alias) => (
        <Badge key={alias} variant={alias === 'production' ? 'filled' : 'light'} tt="none">
          {alias === 'production' || alias === 'staging' ? t(`aliases.${alias}`) : alias}
        </Badge>
      ))}
      {triedNow(trial) === String(version) && (
        <Badge variant="light" tt="none">
          {t('trial.now')}
        </Badge>
      )}
      <Badge variant="default" tt="none">
        {t(`gate.${gate}`)}
      </Badge>
    </Group>
  );
}
