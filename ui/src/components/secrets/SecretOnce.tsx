import { Alert, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/components/copying/CopyButton';

/** A secret that is shown this once, to be copied or written down. */
export function SecretOnce(props: { text: string; label: string; secret: string; kept: string; onKept: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="yellow" icon={<IconAlertTriangle />}>
        {props.text}
      </Alert>
      <TextInput
        label={props.label}
        value={props.secret}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Group justify="space-between">
        <CopyButton data-autofocus variant="default" label={t('copy')} text={() => props.secret} />
        <Button onClick={props.onKept}>{props.kept}</Button>
      </Group>
    </Stack>
  );
}
