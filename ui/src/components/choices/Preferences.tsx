import { Group, Input, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, type Language, speak } from '@/i18n';

const THEMES = ['light', 'dark', 'auto'] as const;

/** The language and the theme, of this browser. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const tell = () => notifications.show({ color: 'red', message: t('offline') });
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Group justify="space-between" gap="sm">
      <Input.Wrapper label={t('language')} labelElement="div" size="xs">
        <SegmentedControl
          aria-label={t('language')}
          size="xs"
          display="flex"
          value={i18n.language}
          onChange={(value) => void speak(value as Language).catch(tell)}
          data={LANGUAGES.map((value) => ({ value, label: value === 'fr' ? 'Français' : 'English' }))}
        />
      </Input.Wrapper>
      <Input.Wrapper label={t('theme.label')} labelElement="div" size="xs">
        <SegmentedControl
          aria-label={t('theme.label')}
          size="xs"
          display="flex"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as (typeof THEMES)[number])}
          data={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
      </Input.Wrapper>
    </Group>
  );
}
