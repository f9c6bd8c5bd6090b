import { Badge, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Release } from '../queries';

/** What a release is for, and how its gates ended. */
export function Aliases({ release: { aliases, said } }: { release: Release }) {
  const { t } = useTranslation('releases');
  const gate = said.gate === 'passed' || said.gate === 'failed' ? said.gate : 'never';
  return (
    <Group gap={6}>
      {aliases.map((alias) => (
        <Badge key={alias} variant={alias === 'production' ? 'filled' : 'light'} tt="none">
          {alias === 'production' || alias === 'staging' ? t(`aliases.${alias}`) : alias}
        </Badge>
      ))}
      <Badge variant="default" tt="none">
        {t(`gate.${gate}`)}
      </Badge>
    </Group>
  );
}
