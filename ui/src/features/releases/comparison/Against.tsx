import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Release } from '../queries';

interface AgainstProps {
  releases: Release[];
  /** The one that is looked at. */
  release: number;
  value: number | undefined;
  onChange(version: number): void;
}

/** Which release another is held against. */
export function Against({ releases, release, value, onChange }: AgainstProps) {
  const { t } = useTranslation('releases');
  const named = ({ version, name, aliases }: Release) => {
    const told = t('named', { version, name }).trim();
    return aliases.includes('production') ? `${told} (${t('aliases.production')})` : told;
  };
  return (
    <Select
      label={t('against')}
      maw={360}
      allowDeselect={false}
      value={value === undefined ? null : String(value)}
      data={releases
        .filter(({ version }) => version !== release)
        .map((each) => ({ value: String(each.version), label: named(each) }))}
      onChange={(version) => version && onChange(Number(version))}
    />
  );
}
