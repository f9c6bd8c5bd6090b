import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MODES, type Mode } from './queries';

/** What becomes of the answers of a release that is tried. */
export function ModeChoice({ value, onChange }: { value: Mode; onChange(mode: Mode): void }) {
  const { t } = useTranslation('releases');
  return (
    <Radio.Group label={t('trial.start.how')} value={value} onChange={(mode) => onChange(mode as Mode)}>
      <Stack gap="xs" mt={6}>
        {MODES.map((mode) => (
          <Radio key={mode} value={mode} label={t(`trial.modes.${mode}`)} description={t(`trial.means.${mode}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
