import { List } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { moment } from '@/i18n/formats';
import type { Release } from '../queries';

/** Who put a release where, when and why, and who took the blame for a gate that it did not pass. */
export function Said({ release: { said } }: { release: Release }) {
  const { t } = useTranslation('releases');
  const lines = (['production', 'staging'] as const).flatMap((alias) => {
    const { [`${alias}.by`]: by, [`${alias}.at`]: at, [`${alias}.because`]: because } = said;
    return by && at ? [{ alias, told: t(`promoted.${alias}`, { by, at: moment(at) }), because }] : [];
  });
  const overridden = said['gate.overridden'];
  if (!lines.length && !overridden) return null;
  return (
    <List size="sm" listStyleType="none" spacing={4} style={{ overflowWrap: 'anywhere' }}>
      {lines.map(({ alias, told, because }) => (
        <List.Item key={alias}>
          {told}
          {because && t('because', { because })}
        </List.Item>
      ))}
      {overridden && <List.Item>{t('overridden', { because: overridden })}</List.Item>}
    </List>
  );
}
