import { Group, List, PasswordInput, Stack, Text } from '@mantine/core';
import { IconCheck, IconPoint } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { judged, SHORTEST } from './passwords';

/** A new password with what is asked of it, told while it is typed. */
export function NewPasswordField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  username: string;
  email: string;
}) {
  const { t } = useTranslation('account');
  const rules = useId();
  const { long, distinct } = judged(props.value, props.username, props.email);
  return (
    <Stack gap={6}>
      <PasswordInput
        label={props.label}
        name="new-password"
        autoComplete="new-password"
        required
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        aria-describedby={rules}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }}
      />
      <List id={rules} listStyleType="none" size="sm" c="dimmed">
        <Rule met={long} text={t('rules.long', { count: SHORTEST })} />
        <Rule met={distinct} text={t('rules.distinct')} />
        <List.Item>{t('rules.advice')}</List.Item>
      </List>
    </Stack>
  );
}

function Rule({ met, text }: { met: boolean; text: string }) {
  const { t } = useTranslation('account');
  const Icon = met ? IconCheck : IconPoint;
  return (
    <List.Item>
      <Group gap={6} wrap="nowrap">
        <Icon size={16} aria-hidden color={met ? 'var(--mantine-color-bench-text)' : undefined} />
        <Text size="sm" span>
          {text}
          {met && `: ${t('rules.met')}`}
        </Text>
      </Group>
    </List.Item>
  );
}
